// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One thing that a policy allows.
 *
 * @param sid what it is for: letters and digits
 * @param principals who may, by kind; empty in the policy of a role
 * @param resources on what; empty in a trust policy
 * @param conditions by operator and key
 */
record Statement(
        String sid,
        SortedSet<String> actions,
        SortedMap<String, SortedSet<String>> principals,
        SortedSet<String> resources,
        SortedMap<String, SortedMap<String, String>> conditions) {

    Statement {
        actions = Collections.unmodifiableSortedSet(new TreeSet<>(actions));
        resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
        principals = Collections.unmodifiableSortedMap(new TreeMap<>(principals));
        conditions = Collections.unmodifiableSortedMap(new TreeMap<>(conditions));
    }

    static Statement onResource(String sid, String action, String resource) {
        return new Statement(
                sid, new TreeSet<>(Set.of(action)), new TreeMap<>(), new TreeSet<>(Set.of(resource)), new TreeMap<>());
    }

    static Statement trusting(
            String sid, Collection<String> actions, String kind, String principal, Map<String, String> equalities) {
        SortedMap<String, SortedMap<String, String>> conditions = new TreeMap<>();
        if (!equalities.isEmpty()) {
            conditions.put("StringEquals", new TreeMap<>(equalities));
        }
        return new Statement(
                sid,
                new TreeSet<>(actions),
                new TreeMap<>(Map.of(kind, new TreeSet<>(Set.of(principal)))),
                new TreeSet<>(),
                conditions);
    }

    /** Statements of one key may be one statement: those with principals have no resources, so that none is widened. */
    List<Object> key() {
        return List.of(sid, actions, conditions, principals.keySet());
    }

    Statement and(Statement other) {
        SortedMap<String, SortedSet<String>> morePrincipals = new TreeMap<>();
        principals.forEach((kind, names) -> {
            SortedSet<String> all = new TreeSet<>(names);
            all.addAll(other.principals.getOrDefault(kind, Collections.emptySortedSet()));
            morePrincipals.put(kind, all);
        });
        SortedSet<String> moreResources = new TreeSet<>(resources);
        moreResources.addAll(other.resources);
        return new Statement(sid, actions, morePrincipals, moreResources, conditions);
    }

    Statement named(String otherSid) {
        return new Statement(otherSid, actions, principals, resources, conditions);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("Sid", sid);
        map.put("Effect", "Allow");
        if (!principals.isEmpty()) {
            Map<String, Object> who = new TreeMap<>();
            principals.forEach((kind, names) -> who.put(kind, oneOrAll(names)));
            map.put("Principal", who);
        }
        map.put("Action", oneOrAll(actions));
        if (!resources.isEmpty()) {
            map.put("Resource", oneOrAll(resources));
        }
        if (!conditions.isEmpty()) {
            map.put("Condition", conditions);
        }
        return map;
    }

    private static Object oneOrAll(SortedSet<String> values) {
        return values.size() == 1 ? values.first() : values;
    }
}
