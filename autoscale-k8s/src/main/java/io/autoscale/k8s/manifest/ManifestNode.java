// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.spec.KubernetesNames;
import io.autoscale.validation.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * An object in a manifest, with its path and lines. Fields are read by name and type as in the API server: a number is
 * not a text, and a text is not a number. {@link #finish()} reports fields that were not read as errors.
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
                if (fields.put(key.getValue(), tuple.getValueNode()) != null) {
                    findings.violation(Nodes.lineOf(key), at(key.getValue()), key.getValue(), "each field once");
                }
                keys.put(key.getValue(), key);
            }
        }
    }

    /** Returns the object of a document; empty, with an error, if the document is not an object. */
    static Optional<ManifestNode> document(Node node, Findings findings) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new ManifestNode(mapping, "", findings));
        }
        findings.violation(
                Nodes.lineOf(node), "", Nodes.shown(node), "an object with apiVersion, kind, metadata and spec");
        return Optional.empty();
    }

    boolean hasFault(String below) {
        return findings.errors().stream().anyMatch(error -> error.path().startsWith(at(below)));
    }

    /** Returns the original text of a value below this object; empty if it is not a scalar. */
    Optional<String> written(String below) {
        return Nodes.at(node, below) instanceof ScalarNode scalar ? Optional.of(Nodes.shown(scalar)) : Optional.empty();
    }

    /** Returns whether an error of a path below this object is a consequence of one that is already reported. */
    boolean explains(String below) {
        return findings.explains(at(below));
    }

    int line() {
        return Nodes.lineOf(node);
    }

    /** Returns the line of a path below this object, or of its nearest existing parent. */
    int line(String below) {
        return Nodes.lineOf(Nodes.nearest(node, below));
    }

    boolean has(String key) {
        Node value = fields.get(key);
        return value != null && !Nodes.isNull(value);
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    Optional<Node> raw(String key) {
        read.add(key);
        return Optional.ofNullable(fields.get(key)).filter(value -> !Nodes.isNull(value));
    }

    Optional<String> text(String key) {
        return scalar(key, Tag.STR, "a string; put numbers and booleans into quotes", Optional::of);
    }

    String requiredText(String key, String expected) {
        requirePresence(key, expected);
        Optional<String> text = text(key);
        text.filter(String::isBlank).ifPresent(blank -> violation(key, blank, expected));
        return text.orElse("");
    }

    /** Reads the name of another object, which becomes part of a request path. */
    String requiredName(String key, String kind) {
        String expected = "the name of a " + kind;
        String name = requiredText(key, expected);
        if (!name.isBlank() && !KubernetesNames.isName(name)) {
            violation(key, name, expected + ": lower-case letters, digits, '-' and '.', at most 253 characters");
        }
        return name;
    }

    Optional<Integer> integer(String key) {
        return scalar(key, Tag.INT, "a whole number without quotes, at most " + Integer.MAX_VALUE, text -> {
            try {
                return Optional.of(Integer.valueOf(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    int requiredInteger(String key, String expected) {
        requirePresence(key, expected);
        return integer(key).orElse(1); // a value that no builder rejects as well
    }

    /** Reads a decimal that is written as text in KEDA. */
    Optional<Double> decimal(String key, String expected) {
        return scalar(key, Tag.STR, expected, ManifestNode::number);
    }

    /** Reads a Kubernetes quantity: a number, or a text that may have the milli suffix. */
    Optional<Double> quantity(String key) {
        return scalar(
                key,
                Set.of(Tag.STR, Tag.INT, Tag.FLOAT),
                "a decimal such as 0.1 or '100m'",
                text -> text.endsWith("m")
                        ? number(text.substring(0, text.length() - 1)).map(thousandths -> thousandths / 1000)
                        : number(text));
    }

    /** Reads one of several texts. */
    <T> T choice(String key, T otherwise, Function<String, Optional<T>> reader, String expected) {
        return text(key)
                .filter(text -> !text.isEmpty())
                .map(text -> reader.apply(text).orElseGet(() -> {
                    violation(key, text, expected);
                    return otherwise;
                }))
                .orElse(otherwise);
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
        requirePresence(key, expected);
        return object(key);
    }

    /** Reads the spec of a document, with a warning for each other field of the document. */
    Optional<ManifestNode> spec(String expected) {
        ignore("apiVersion", "kind", "metadata", "status");
        Optional<ManifestNode> spec = requiredObject("spec", expected);
        finish();
        return spec;
    }

    /** Returns whether this is not a Kubernetes object and was not meant as one. */
    boolean isOfNoKind() {
        return !fields.isEmpty()
                && List.of("apiVersion", "kind", "spec").stream().noneMatch(fields::containsKey);
    }

    /** Returns whether this is a list as written by {@code kubectl get -o yaml}. */
    boolean isListOfKinds() {
        return fields.get("kind") instanceof ScalarNode kind
                && kind.getValue().equals("List")
                && fields.get("items") instanceof SequenceNode;
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
                wrong(key + "[" + i + "]", elements.get(i), "a string");
            }
        }
        return all;
    }

    /** Reads an object with text values, such as labels or the metadata of a trigger. */
    Map<String, String> textMap(String key) {
        Map<String, String> all = new LinkedHashMap<>();
        object(key).ifPresent(object -> {
            for (String name : object.fields.keySet()) {
                object.text(name).ifPresent(text -> all.put(name, text));
            }
        });
        return all;
    }

    private void requirePresence(String key, String expected) {
        if (!has(key)) {
            missing(key, expected);
        }
    }

    void missing(String key, String expected) {
        findings.violation(line(), Violation.missing(at(key), expected));
    }

    /** Adds a note at the line of a path below this object. */
    void note(String below, String sentence) {
        findings.warning(line(below), Violation.note(at(below), sentence));
    }

    void violation(String key, String text, String expected) {
        findings.violation(line(key), at(key), text, expected);
    }

    /** Adds an error for a field that must not be present. */
    void unexpected(String key, String expected) {
        raw(key).ifPresent(value -> wrong(key, value, expected));
    }

    /** Adds an error for a field that KEDA supports. Ignoring it silently would surprise users. */
    void unsupported(String key) {
        unsupported(key, "");
    }

    /** Adds an error for a value that KEDA supports. */
    void unsupported(String key, String expected) {
        raw(key).ifPresent(value ->
                findings.violation(Nodes.lineOf(value), Violation.unsupported(at(key), shown(key, value), expected)));
    }

    void warn(String key, String text, String expected) {
        findings.warning(line(key), new Violation(at(key), text, expected));
    }

    /** Marks fields as known although they are not read. */
    void ignore(String... names) {
        read.addAll(List.of(names));
    }

    /** Reports each field that was not read. */
    void finish() {
        keys.forEach((name, key) -> {
            if (!read.contains(name)) {
                findings.unknownField(Nodes.lineOf(key), at(name), name, read);
            }
        });
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Parses a decimal without surrounding spaces. */
    static Optional<Double> number(String text) {
        return text.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?")
                ? Optional.of(Double.valueOf(text))
                : Optional.empty();
    }

    private <T> Optional<T> scalar(String key, Tag tag, String expected, Function<String, Optional<T>> reader) {
        return scalar(key, Set.of(tag), expected, reader);
    }

    private <T> Optional<T> scalar(String key, Set<Tag> tags, String expected, Function<String, Optional<T>> reader) {
        Optional<Node> value = raw(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof ScalarNode scalar && tags.contains(scalar.getTag())) {
            Optional<T> result = reader.apply(scalar.getValue());
            if (result.isPresent()) {
                return result;
            }
        }
        wrong(key, value.get(), expected);
        return Optional.empty();
    }

    List<Node> elements(String key) {
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
        findings.violation(Nodes.lineOf(value), at(key), shown(key, value), expected);
    }

    private static String shown(String key, Node value) {
        return value instanceof ScalarNode && SENSITIVE.matcher(key).find() ? "****" : Nodes.shown(value);
    }
}
