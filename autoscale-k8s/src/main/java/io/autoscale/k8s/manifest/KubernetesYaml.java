// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Reads the documents of a text as the API server does: YAML 1.1 scalars, merge keys merged, aliases expanded. The
 * depth and size of each document are limited, so that code that traverses it needs no limits.
 */
final class KubernetesYaml implements Iterator<Node> {

    /** The maximum depth of a document. Kubernetes objects have about a fifth of it. */
    static final int DEEPEST = 200;

    /** The maximum number of values of a document. Expanded aliases are counted each time. */
    static final int LARGEST = 200_000;

    private static final String MERGE = "<<";

    private final Composer documents;

    KubernetesYaml(String label, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                .setSchema(new KubernetesSchema())
                .setAllowDuplicateKeys(true) // each duplicate is reported with its line
                .setAllowNonScalarKeys(true) // reported with its line as well
                .setMaxAliasesForCollections(Integer.MAX_VALUE) // the expanded values are limited instead
                .build();
        this.documents =
                new Composer(settings, new BoundedParser(settings, new StreamReader(settings, text), DEEPEST, LARGEST));
    }

    /**
     * Returns whether there is another document.
     *
     * @throws ManifestTextException if the text up to it cannot be parsed
     */
    @Override
    public boolean hasNext() {
        return ManifestTextException.reading(documents::hasNext);
    }

    /**
     * Returns the next document.
     *
     * @throws ManifestTextException if it cannot be parsed, or is too deep or too large
     */
    @Override
    public Node next() {
        return new Expansion().of(ManifestTextException.reading(documents::next), 0);
    }

    /** Expands the aliases and merge keys of one document. */
    private static final class Expansion {
        private final Set<Node> open = new HashSet<>();
        private int size;

        Node of(Node node, int depth) {
            if (depth > DEEPEST || ++size > LARGEST || !open.add(node)) {
                throw new ManifestTextException(
                        Nodes.lineOf(node),
                        depth <= DEEPEST && size <= LARGEST
                                ? "an alias of an element that does not contain it"
                                : "a document of at most " + DEEPEST + " levels and " + LARGEST
                                        + " values, aliases counted each time");
            }
            try {
                if (node instanceof MappingNode mapping) {
                    return mapping(mapping, depth);
                }
                if (node instanceof SequenceNode sequence) {
                    List<Node> elements = new ArrayList<>(sequence.getValue().size());
                    for (Node element : sequence.getValue()) {
                        elements.add(of(element, depth + 1));
                    }
                    return new SequenceNode(
                            sequence.getTag(),
                            true,
                            elements,
                            sequence.getFlowStyle(),
                            sequence.getStartMark(),
                            sequence.getEndMark());
                }
                return node instanceof ScalarNode scalar ? canonical(scalar) : node;
            } finally {
                open.remove(node);
            }
        }

        private Node mapping(MappingNode mapping, int depth) {
            List<NodeTuple> own = new ArrayList<>(mapping.getValue().size());
            Map<String, NodeTuple> merged = new LinkedHashMap<>();
            Set<String> names = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (isMerge(tuple.getKeyNode())) {
                    merge(of(tuple.getValueNode(), depth + 1), merged);
                } else {
                    own.add(new NodeTuple(tuple.getKeyNode(), of(tuple.getValueNode(), depth + 1)));
                    names.add(name(tuple));
                }
            }
            merged.forEach((name, tuple) -> {
                if (!names.contains(name)) {
                    own.add(tuple);
                }
            });
            return new MappingNode(
                    mapping.getTag(), true, own, mapping.getFlowStyle(), mapping.getStartMark(), mapping.getEndMark());
        }

        /** The first merged value wins, and direct entries override merged ones. */
        private static void merge(Node from, Map<String, NodeTuple> into) {
            if (from instanceof MappingNode mapping) {
                mapping.getValue().forEach(tuple -> into.putIfAbsent(name(tuple), tuple));
            } else if (from instanceof SequenceNode sequence
                    && sequence.getValue().stream().allMatch(MappingNode.class::isInstance)) {
                sequence.getValue().forEach(element -> merge(element, into));
            } else {
                throw new ManifestTextException(Nodes.lineOf(from), "an object, or a list of them, to merge");
            }
        }

        private static boolean isMerge(Node key) {
            return key instanceof ScalarNode scalar
                    && scalar.getScalarStyle() == ScalarStyle.PLAIN
                    && scalar.getValue().equals(MERGE);
        }

        private static String name(NodeTuple tuple) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                return key.getValue();
            }
            throw new ManifestTextException(Nodes.lineOf(tuple.getKeyNode()), "keys that are strings");
        }

        private static Node canonical(ScalarNode scalar) {
            Tag tag = scalar.getTag();
            Optional<Mark> start = scalar.getStartMark();
            if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL)) {
                KubernetesScalar read = KubernetesScalar.of(scalar.getValue());
                ScalarNode canonical = new ScalarNode(
                        read.tag(), true, read.text(), scalar.getScalarStyle(), start, scalar.getEndMark());
                canonical.setProperty(Nodes.WRITTEN, scalar.getValue());
                return canonical;
            }
            return scalar;
        }
    }

    private record KubernetesSchema() implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return (text, plain) ->
                    Boolean.TRUE.equals(plain) ? KubernetesScalar.of(text).tag() : Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }
}
