// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * An object in a manifest, with its path and lines. Fields are read by name and type, as the API server would take them:
 * a number is no text and a text is no number. What nobody reads is a warning at {@link #finish()}.
 */
final class ManifestNode {

    /** Keys of trigger metadata whose value may be a secret. */
    private static final Pattern SENSITIVE =
            Pattern.compile("(?i)(secret|password|token|credential|accesskey)(?!.*fromenv$)");

    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();
    private final Node node;
    private final String path;
    private final Findings findings;

    private ManifestNode(MappingNode node, String path, Findings findings) {
        this.node = node;
        this.path = path;
        this.findings = findings;
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                fields.put(key.getValue(), tuple.getValueNode());
                keys.put(key.getValue(), key);
            }
        }
    }

    /** The object that a document is; empty, with a fault, when it is something else. */
    static Optional<ManifestNode> document(Node node, Findings findings) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new ManifestNode(mapping, "", findings));
        }
        findings.fault(lineOf(node), "", shown(node), "an object with apiVersion, kind, metadata and spec");
        return Optional.empty();
    }

    int line() {
        return lineOf(node);
    }

    /** The line of a path below this object, or of the nearest of its parents that is there. */
    int line(String below) {
        Node found = node;
        for (String step : below.split("[.\\[]", -1)) {
            Node next = step(found, step);
            if (next == null) {
                break;
            }
            found = next;
        }
        return lineOf(found);
    }

    boolean has(String key) {
        Node value = fields.get(key);
        return value != null && !isNull(value);
    }

    Node raw() {
        return node;
    }

    Optional<Node> raw(String key) {
        read.add(key);
        return Optional.ofNullable(fields.get(key)).filter(value -> !isNull(value));
    }

    Optional<String> text(String key) {
        return scalar(key, Tag.STR, "a text; put numbers and booleans into quotes", Optional::of);
    }

    String requiredText(String key, String expected) {
        Optional<String> text = text(key);
        if (text.isEmpty() && !has(key)) {
            missing(key, expected);
        }
        text.filter(String::isBlank).ifPresent(blank -> fault(key, blank, expected));
        return text.orElse("");
    }

    Optional<Integer> integer(String key) {
        return scalar(key, Tag.INT, "a whole number without quotes", text -> {
            try {
                return Optional.of(Integer.valueOf(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    Optional<Boolean> flag(String key) {
        return scalar(key, Tag.BOOL, "true or false without quotes", text -> Optional.of(Boolean.valueOf(text)));
    }

    Optional<ManifestNode> object(String key) {
        Optional<Node> value = raw(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof MappingNode mapping) {
            return Optional.of(new ManifestNode(mapping, at(key), findings));
        }
        wrong(key, value.get(), "an object");
        return Optional.empty();
    }

    Optional<ManifestNode> requiredObject(String key, String expected) {
        if (!has(key)) {
            missing(key, expected);
        }
        return object(key);
    }

    /** The spec of a document, with a warning for what else the document has. */
    Optional<ManifestNode> spec(String expected) {
        ignore("apiVersion", "kind", "metadata", "status");
        Optional<ManifestNode> spec = requiredObject("spec", expected);
        finish();
        return spec;
    }

    /** Whether this is what {@code kubectl get -o yaml} writes of several objects. */
    boolean isListOfKinds() {
        return fields.get("kind") instanceof ScalarNode kind
                && kind.getValue().equals("List")
                && fields.get("items") instanceof SequenceNode;
    }

    List<Node> nodes(String key) {
        return elements(key);
    }

    List<ManifestNode> objects(String key) {
        List<ManifestNode> all = new ArrayList<>();
        List<Node> elements = elements(key);
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof MappingNode mapping) {
                all.add(new ManifestNode(mapping, at(key) + "[" + i + "]", findings));
            } else {
                wrong(key + "[" + i + "]", elements.get(i), "an object");
            }
        }
        return all;
    }

    List<String> texts(String key) {
        List<String> all = new ArrayList<>();
        List<Node> elements = elements(key);
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
                all.add(scalar.getValue());
            } else {
                wrong(key + "[" + i + "]", elements.get(i), "a text");
            }
        }
        return all;
    }

    /** An object of texts, such as labels or the metadata of a trigger. */
    Map<String, String> textMap(String key) {
        Map<String, String> all = new LinkedHashMap<>();
        object(key).ifPresent(object -> {
            for (String name : object.fields.keySet()) {
                object.text(name).ifPresent(text -> all.put(name, text));
            }
        });
        return all;
    }

    void missing(String key, String expected) {
        findings.fault(line(), at(key), "<missing>", expected);
    }

    void fault(String key, String text, String expected) {
        findings.fault(line(key), at(key), text, expected);
    }

    /** The fault of a field that is there and should not be. */
    void unexpected(String key, String expected) {
        raw(key).ifPresent(value -> wrong(key, value, expected));
    }

    /** Fields that KEDA has: to pass them over would be a surprise. */
    void unsupported(String... names) {
        for (String name : names) {
            unexpected(name, "nothing: " + name + " is not supported");
        }
    }

    void warn(String key, String text, String expected) {
        findings.warning(line(key), at(key), text, expected);
    }

    /** Says that fields are known although nobody reads them. */
    void ignore(String... names) {
        read.addAll(List.of(names));
    }

    /** Warns of each field that nobody read. */
    void finish() {
        keys.forEach((name, key) -> {
            if (!read.contains(name)) {
                findings.warning(lineOf(key), at(name), "", "no such field; it is kept out");
            }
        });
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private <T> Optional<T> scalar(String key, Tag tag, String expected, Function<String, Optional<T>> reader) {
        Optional<Node> value = raw(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof ScalarNode scalar && scalar.getTag().equals(tag)) {
            Optional<T> result = reader.apply(scalar.getValue());
            if (result.isPresent()) {
                return result;
            }
        }
        wrong(key, value.get(), expected);
        return Optional.empty();
    }

    private List<Node> elements(String key) {
        Optional<Node> value = raw(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        wrong(key, value.get(), "a list");
        return List.of();
    }

    private void wrong(String key, Node value, String expected) {
        boolean secret = value instanceof ScalarNode && SENSITIVE.matcher(key).find();
        findings.fault(lineOf(value), at(key), secret ? "****" : shown(value), expected);
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

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    private static String shown(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        return node instanceof SequenceNode ? "[…]" : "{…}";
    }
}
