// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The memory of earlier rounds of one registration: created jobs that are not observed yet, creates without a response,
 * names used by others, which jobs have taken work, and how many ended recently. Immutable: {@link #observed} returns
 * the memory after a census, {@link #after} the memory after an outcome. Its size is bounded by the number of existing
 * jobs.
 *
 * <p>The memory does not survive a restart. Restarts are safe because of the job names.
 */
public final class RoundMemory {

    /** An empty memory. */
    public static final RoundMemory EMPTY =
            new RoundMemory(Map.of(), Map.of(), Set.of(), 0, JobClaims.NONE, Endings.NONE);

    /** How long a create without a response may still take effect. */
    private static final Duration UNRESOLVED_FOR = Duration.ofMinutes(5);

    private final Map<String, Instant> unseen;
    private final Map<String, Instant> unresolved;
    private final Set<String> foreign;
    private final long settledOrdinal;
    private final JobClaims claims;
    private final Endings endings;

    private RoundMemory(
            Map<String, Instant> unseen,
            Map<String, Instant> unresolved,
            Set<String> foreign,
            long settledOrdinal,
            JobClaims claims,
            Endings endings) {
        this.unseen = unseen;
        this.unresolved = unresolved;
        this.foreign = foreign;
        this.settledOrdinal = settledOrdinal;
        this.claims = claims;
        this.endings = endings;
    }

    /**
     * Returns the memory after a census: removes the jobs that the census shows, and records which jobs took work and
     * which ended.
     *
     * @param job the scaled job
     * @param readings one for each trigger, read after the census; empty if none is read
     * @param census the jobs
     * @param now the time of the round
     * @return the memory to use for planning
     */
    public RoundMemory observed(ScaledJob job, List<TriggerReading> readings, JobCensus census, Instant now) {
        Map<String, Instant> stillUnseen = unseen;
        Map<String, Instant> stillUnresolved = unresolved;
        if (!unseen.isEmpty() || !unresolved.isEmpty()) {
            Set<String> seen = new HashSet<>();
            census.jobs().forEach(each -> seen.add(each.name()));
            // a later census without the job means that the job is gone
            stillUnseen = kept(
                    unseen,
                    now,
                    (name, at) -> !seen.contains(name) && !census.observedAt().isAfter(at));
            stillUnresolved =
                    kept(unresolved, now, (name, at) -> !seen.contains(name) && !now.isAfter(at.plus(UNRESOLVED_FOR)));
        }
        String prefix = JobNames.prefix(job.name());
        long settled = Math.max(settledOrdinal, JobOrdinals.settledByAge(prefix, census.jobs(), now));
        JobClaims nextClaims = claims.advanced(job, readings, census, stillUnseen.keySet(), now);
        RoundMemory next = new RoundMemory(
                stillUnseen,
                stillUnresolved,
                settled == settledOrdinal ? foreign : above(settled, prefix, foreign),
                settled,
                nextClaims.equals(claims) ? claims : nextClaims,
                endings.observed(census, stillUnseen.keySet(), stillUnresolved.keySet()));
        return equals(next) ? this : next;
    }

    /**
     * Returns the memory after an attempt to execute a plan. May be called again when a late response arrives.
     *
     * @param outcome the outcome of the plan; {@link ExecutionOutcome#unknown} if it is not known
     * @param now the time of the response
     * @return the memory for the next round
     */
    public RoundMemory after(ExecutionOutcome outcome, Instant now) {
        Map<String, Instant> nextUnseen = new HashMap<>(unseen);
        Map<String, Instant> nextUnresolved = new HashMap<>(unresolved);
        Set<String> nextForeign = new HashSet<>(foreign);
        List<String> created = new ArrayList<>();
        for (JobOutcome job : outcome.jobs()) {
            switch (job.status()) {
                case CREATED, ALREADY_THERE -> {
                    nextUnresolved.remove(job.job());
                    nextUnseen.put(job.job(), now);
                    created.add(job.job());
                }
                case CREATE_UNKNOWN -> {
                    nextUnresolved.put(job.job(), now);
                    created.add(job.job());
                }
                case NAME_TAKEN -> {
                    nextUnresolved.remove(job.job());
                    nextForeign.add(job.job());
                }
                // a rejected create does not resolve an earlier create of the same name that got no response
                case CREATE_FAILED, DELETED, DELETE_FAILED, DRY_RUN -> {}
            }
        }
        RoundMemory next = new RoundMemory(
                Map.copyOf(nextUnseen),
                Map.copyOf(nextUnresolved),
                Set.copyOf(nextForeign),
                settledOrdinal,
                claims,
                endings.with(created));
        return equals(next) ? this : next;
    }

    /**
     * Returns the counts that a plan is based on. Created jobs that are not observed yet count as running and pending.
     *
     * @param census the census that this memory has {@linkplain #observed observed}
     */
    public JobCounts counts(JobCensus census) {
        return new JobCounts(
                census.observedAt(),
                census.running() + unseen.size(),
                census.pending() + unseen.size(),
                census.suspended(),
                census.terminating(),
                unseen.size(),
                Math.min(claims.open(), census.running() - census.pending()));
    }

    /**
     * Returns whether a create without a response may still take effect.
     *
     * @return true if jobs of an earlier plan may still appear
     */
    public boolean isUncertain() {
        return !unresolved.isEmpty();
    }

    /** Jobs that were definitely created but not observed yet. */
    Set<String> unseen() {
        return unseen.keySet();
    }

    /** Jobs that may exist or appear later. The next creates use these names first. */
    Set<String> unresolved() {
        return unresolved.keySet();
    }

    /** Names that are used by other jobs and not available. */
    Set<String> foreign() {
        return foreign;
    }

    /** The ordinal up to which none is used again. */
    long settledOrdinal() {
        return settledOrdinal;
    }

    /** Returns how many jobs may have ended after a reading began. The reading still counts their work. */
    int endedSince(Instant readingBegan) {
        return endings.since(readingBegan);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoundMemory that
                && unseen.equals(that.unseen)
                && unresolved.equals(that.unresolved)
                && foreign.equals(that.foreign)
                && settledOrdinal == that.settledOrdinal
                && claims.equals(that.claims)
                && endings.equals(that.endings);
    }

    @Override
    public int hashCode() {
        return unseen.hashCode() + 31 * unresolved.hashCode() + Long.hashCode(settledOrdinal);
    }

    /** Returns the numbers in one line. */
    @Override
    public String toString() {
        return "RoundMemory[unseen " + unseen.size() + ", unresolved " + unresolved.size() + ", names of others "
                + foreign.size() + ", settled up to " + settledOrdinal + ", " + claims + ", " + endings + "]";
    }

    private static Map<String, Instant> kept(Map<String, Instant> jobs, Instant now, Kept rule) {
        Map<String, Instant> kept = new HashMap<>();
        jobs.forEach((name, noted) -> {
            // the clock was set back; the recorded event happened now at the latest
            Instant at = noted.isAfter(now) ? now : noted;
            if (rule.keeps(name, at)) {
                kept.put(name, at);
            }
        });
        return Map.copyOf(kept);
    }

    private static Set<String> above(long settled, String prefix, Set<String> names) {
        Set<String> above = new HashSet<>(names);
        above.removeIf(name -> JobNames.ordinalAfter(prefix, name) <= settled);
        return Set.copyOf(above);
    }

    @FunctionalInterface
    private interface Kept {
        boolean keeps(String name, Instant at);
    }
}
