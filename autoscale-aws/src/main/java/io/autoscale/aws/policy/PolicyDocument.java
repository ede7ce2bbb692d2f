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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /** The maximum number of characters of a managed policy, without white space. Larger ones have to be split. */
    public static final int MANAGED_POLICY_LIMIT = 6_144;

    private static final JsonFactory JSON = new JsonFactory();

    private final List<Statement> statements;

    private PolicyDocument(List<Statement> statements) {
        this.statements = statements;
    }

    static PolicyDocument of(Collection<Statement> statements) {
        Map<List<Object>, Statement> merged = new LinkedHashMap<>();
        statements.forEach(one -> merged.merge(one.key(), one, Statement::and));
        return new PolicyDocument(merged.values().stream()
                .sorted(Comparator.comparing(one -> one.key().toString()))
                .toList());
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

    /**
     * The size as IAM counts it: characters without white space. A managed policy may have {@link #MANAGED_POLICY_LIMIT},
     * all inline policies of a role together 10,240, a trust policy 2,048 unless the account's quota was raised.
     */
    public int countedCharacters() {
        return (int) toJson().chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    /** The text to paste into IAM: JSON with an indent of two spaces, the same for equal policies. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(new Layout(), text)) {
            json.writeStartObject();
            json.writeStringProperty("Version", "2012-10-17");
            json.writeArrayPropertyStart("Statement");
            Map<String, Integer> used = new HashMap<>();
            for (Statement statement : statements) {
                // a Sid may stand once in a document
                int number = used.merge(statement.sid, 1, Integer::sum);
                statement.write(json, statement.sid + (number == 1 ? "" : number));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
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
                        .flatMap(one -> one.actions.stream())
                        .distinct()
                        .toList();
    }

    /**
     * One thing that a policy allows.
     *
     * @param sid what it is for: letters and digits
     * @param principal the kind of {@code names} where they say who may, in a trust policy; empty where they are resources
     * @param equalities the condition {@code StringEquals}
     */
    record Statement(
            String sid,
            SortedSet<String> actions,
            String principal,
            SortedSet<String> names,
            SortedMap<String, String> equalities) {

        static Statement onResource(String sid, String action, String resource) {
            return trusting(sid, List.of(action), "", resource, Map.of());
        }

        static Statement trusting(
                String sid, Collection<String> actions, String principal, String name, Map<String, String> equalities) {
            return new Statement(
                    sid, new TreeSet<>(actions), principal, new TreeSet<>(List.of(name)), new TreeMap<>(equalities));
        }

        /** Statements of one key may be one statement. */
        private List<Object> key() {
            return List.of(sid, actions, principal, equalities);
        }

        /** This statement with the names of another of the same key too. */
        private Statement and(Statement other) {
            SortedSet<String> both = new TreeSet<>(names);
            both.addAll(other.names);
            return new Statement(sid, actions, principal, both, equalities);
        }

        private void write(JsonGenerator json, String uniqueSid) {
            json.writeStartObject();
            json.writeStringProperty("Sid", uniqueSid);
            json.writeStringProperty("Effect", "Allow");
            if (!principal.isEmpty()) {
                json.writeObjectPropertyStart("Principal");
                writeOneOrAll(json, principal, names);
                json.writeEndObject();
            }
            writeOneOrAll(json, "Action", actions);
            if (principal.isEmpty()) {
                writeOneOrAll(json, "Resource", names);
            }
            if (!equalities.isEmpty()) {
                json.writeObjectPropertyStart("Condition");
                json.writeObjectPropertyStart("StringEquals");
                equalities.forEach(json::writeStringProperty);
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndObject();
        }

        private static void writeOneOrAll(JsonGenerator json, String property, SortedSet<String> values) {
            if (values.size() == 1) {
                json.writeStringProperty(property, values.first());
                return;
            }
            json.writeArrayPropertyStart(property);
            values.forEach(json::writeString);
            json.writeEndArray();
        }
    }
}
