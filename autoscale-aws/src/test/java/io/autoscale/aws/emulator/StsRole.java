// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A role of {@link FakeSts} with its trust policy. */
public final class StsRole {

    private final String arn;
    private final Set<String> trusted = ConcurrentHashMap.newKeySet();
    private final Set<String> webIdentities = ConcurrentHashMap.newKeySet();
    private volatile String externalId;
    private volatile boolean tagsRefused;
    private volatile Duration longestSession = Duration.ofHours(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);

    StsRole(String arn) {
        this.arn = arn;
    }

    /** These principals may assume it: a user, a role (for its sessions), or a whole account as its root or number. */
    public StsRole trusts(String... principals) {
        trusted.addAll(Set.of(principals));
        return this;
    }

    /** Removes all principals that may assume the role. */
    public StsRole trustsNobody() {
        trusted.clear();
        webIdentities.clear();
        return this;
    }

    /** Requires this external id. */
    public StsRole requiresExternalId(String id) {
        externalId = id;
        return this;
    }

    /** Allows these web identity tokens, which must be issued by the fake. */
    public StsRole trustsWebIdentity(String... tokens) {
        webIdentities.addAll(Set.of(tokens));
        return this;
    }

    /** Its trust policy does not allow session tags. */
    public StsRole refusesTags() {
        tagsRefused = true;
        return this;
    }

    /** The maximum session duration; the default is one hour. */
    public StsRole longestSession(Duration longest) {
        longestSession = longest;
        return this;
    }

    /** From now on, calls that assume it hang until the latch is counted down or the fake is closed. */
    public StsRole hangsUntil(CountDownLatch latch) {
        gate = latch;
        return this;
    }

    String arn() {
        return arn;
    }

    Duration longestSession() {
        return longestSession;
    }

    boolean tagsRefused() {
        return tagsRefused;
    }

    boolean admitsWebIdentity(String token) {
        return webIdentities.contains(token);
    }

    /** Whether the principal may assume it with this external id, which may be null. */
    boolean admits(StsPrincipal principal, String givenExternalId) {
        boolean named = principal.namesInPolicies().stream().anyMatch(trusted::contains);
        return named && (externalId == null || externalId.equals(givenExternalId));
    }

    void pass() throws InterruptedException {
        gate.await();
    }
}
