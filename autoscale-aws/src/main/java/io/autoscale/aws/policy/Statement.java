// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
    List<Object> key() {
        return List.of(sid, actions, principal, equalities);
    }

    /** This statement with the names of another of the same key too. */
    Statement and(Statement other) {
        SortedSet<String> both = new TreeSet<>(names);
        both.addAll(other.names);
        return new Statement(sid, actions, principal, both, equalities);
    }

    /** The statement in a document where it has this Sid. */
    Map<String, Object> toMap(String uniqueSid) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("Sid", uniqueSid);
        map.put("Effect", "Allow");
        if (!principal.isEmpty()) {
            map.put("Principal", Map.of(principal, oneOrAll(names)));
        }
        map.put("Action", oneOrAll(actions));
        if (principal.isEmpty()) {
            map.put("Resource", oneOrAll(names));
        }
        if (!equalities.isEmpty()) {
            map.put("Condition", Map.of("StringEquals", equalities));
        }
        return map;
    }

    private static Object oneOrAll(SortedSet<String> values) {
        return values.size() == 1 ? values.first() : values;
    }
}
