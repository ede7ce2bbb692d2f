// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * An IAM policy. Statements that differ only in resources or principals are merged, and everything is sorted, so equal
 * policies have equal text. Immutable.
 */
public final class PolicyDocument {

    /** The maximum number of characters of a managed policy, without white space. */
    public static final int MANAGED_POLICY_LIMIT = 6_144;

    private static final String VERSION = "2012-10-17";
    private static final JsonFactory JSON = new JsonFactory();

    private final List<Statement> statements;

    private PolicyDocument(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    static PolicyDocument of(Collection<Statement> statements) {
        Map<List<Object>, Statement> merged = new LinkedHashMap<>();
        statements.forEach(one -> merged.merge(one.key(), one, Statement::and));
        List<Statement> sorted = new ArrayList<>(merged.values());
        sorted.sort(Comparator.comparing(one -> one.key().toString()));
        return new PolicyDocument(sorted);
    }

    /**
     * Returns a policy that allows what either policy allows.
     *
     * @param other another policy of the same kind: both for what a role may do, or both for who is trusted
     */
    public PolicyDocument and(PolicyDocument other) {
        List<Statement> all = new ArrayList<>(statements);
        all.addAll(other.statements);
        return of(all);
    }

    /** Returns whether nothing is allowed. IAM rejects a policy without statements. */
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
     * Returns whether the policy fits into one managed policy. If it does not, create several policies, each for some of the
     * triggers.
     */
    public boolean fitsManagedPolicy() {
        return countedCharacters() <= MANAGED_POLICY_LIMIT;
    }

    /** The text to paste into IAM: JSON with an indent of two spaces, the same for equal policies. */
    public String toJson() {
        List<Map<String, Object>> list = new ArrayList<>();
        Map<String, Integer> used = new HashMap<>();
        for (Statement statement : statements) {
            // a Sid may stand once in a document
            int number = used.merge(statement.sid(), 1, Integer::sum);
            list.add(statement.toMap(statement.sid() + (number == 1 ? "" : number)));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", VERSION);
        document.put("Statement", list);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(new Layout(), text)) {
            write(json, document);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) {
        if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            object.forEach((name, member) -> {
                json.writeName(String.valueOf(name));
                write(json, member);
            });
            json.writeEndObject();
        } else if (value instanceof Collection<?> array) {
            json.writeStartArray();
            array.forEach(element -> write(json, element));
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }

    /** Every element on a line of its own. */
    private static final class Layout extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            return new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(lines)
                    .withArrayIndenter(lines);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
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
