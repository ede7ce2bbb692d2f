// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy of IAM. Statements that differ in nothing but their resources or principals are one, and all is sorted, so
 * that equal policies have equal text. Immutable.
 */
public final class PolicyDocument {

    /** The most characters, white space apart, that IAM takes in one managed policy. */
    public static final int MANAGED_POLICY_LIMIT = 6_144;

    private static final String VERSION = "2012-10-17";

    private final List<Statement> statements;

    private PolicyDocument(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    static PolicyDocument of(Collection<Statement> statements) {
        Map<List<Object>, Statement> merged = new LinkedHashMap<>();
        statements.forEach(one -> merged.merge(one.key(), one, Statement::and));
        List<Statement> sorted = new ArrayList<>(merged.values());
        sorted.sort(Comparator.comparing(Statement::sid)
                .thenComparing(one -> one.actions().toString())
                .thenComparing(one -> one.principals().toString())
                .thenComparing(one -> one.conditions().toString()));
        return new PolicyDocument(sorted);
    }

    /**
     * A policy that allows what either allows.
     *
     * @param other another policy of the same kind: both for what a role may do, or both for who is trusted
     */
    public PolicyDocument and(PolicyDocument other) {
        List<Statement> all = new ArrayList<>(statements);
        all.addAll(other.statements);
        return of(all);
    }

    /**
     * Says whether nothing is allowed. IAM takes no policy without a statement.
     *
     * @return true when there is no statement
     */
    public boolean isEmpty() {
        return statements.isEmpty();
    }

    /**
     * The size as IAM counts it: characters without white space. A managed policy may have
     * {@link #MANAGED_POLICY_LIMIT}, all inline policies of a role together 10,240, a trust policy 2,048 unless the
     * account's quota was raised.
     */
    public int countedCharacters() {
        return (int) toJson().chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    /**
     * Says whether IAM takes it as one managed policy. One that is larger is split: ask for the policies of some of
     * the triggers at a time, and attach them all.
     *
     * @return true up to {@link #MANAGED_POLICY_LIMIT}
     */
    public boolean fitsManagedPolicy() {
        return countedCharacters() <= MANAGED_POLICY_LIMIT;
    }

    /**
     * The text to paste into IAM.
     *
     * @return JSON with an indent of two spaces; the same for equal policies
     */
    public String toJson() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", VERSION);
        List<Map<String, Object>> list = new ArrayList<>();
        Map<String, Integer> used = new HashMap<>();
        for (Statement statement : statements) {
            // a Sid may stand once in a document
            int number = used.merge(statement.sid(), 1, Integer::sum);
            list.add(
                    number == 1
                            ? statement.toMap()
                            : statement.named(statement.sid() + number).toMap());
        }
        document.put("Statement", list);
        return JsonText.of(document);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyDocument that && statements.equals(that.statements);
    }

    @Override
    public int hashCode() {
        return statements.hashCode();
    }

    /** Returns the actions that are allowed; the whole text is {@link #toJson()}, which may hold an external id. */
    @Override
    public String toString() {
        return "PolicyDocument"
                + statements.stream()
                        .flatMap(one -> one.actions().stream())
                        .distinct()
                        .toList();
    }
}
