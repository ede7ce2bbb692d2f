// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Operations on the nodes of a parsed text. */
final class Nodes {

    /** The property of a scalar that contains its original text. */
    static final String WRITTEN = "written";

    private Nodes() {}

    /** Returns the node at a path such as {@code spec.triggers[0].type}; null if there is none. */
    static @Nullable Node at(Node from, String path) {
        Node found = from;
        for (String step : path.split("[.\\[]", -1)) {
            found = found == null ? null : step(found, step);
        }
        return found;
    }

    /** Returns the node at a path such as {@code spec.triggers[0].type}, or its nearest existing parent. */
    static Node nearest(Node from, String path) {
        Node found = from;
        for (String step : path.split("[.\\[]", -1)) {
            Node next = step(found, step);
            if (next == null) {
                break;
            }
            found = next;
        }
        return found;
    }

    private static @Nullable Node step(Node from, String step) {
        if (step.endsWith("]") && from instanceof SequenceNode sequence) {
            int index = Integer.parseInt(step.substring(0, step.length() - 1));
            return index < sequence.getValue().size() ? sequence.getValue().get(index) : null;
        }
        if (from instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(step)) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    /** Returns a value as written in the manifest. */
    static String shown(Node node) {
        if (node instanceof ScalarNode scalar) {
            Object written = scalar.getProperty(WRITTEN);
            return written == null ? scalar.getValue() : written.toString();
        }
        return node instanceof SequenceNode ? "[…]" : "{…}";
    }
}
