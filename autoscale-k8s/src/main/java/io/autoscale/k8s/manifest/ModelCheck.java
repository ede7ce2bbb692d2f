// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.autoscale.validation.Spelling;
import io.autoscale.validation.Violation;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Validates a part of a manifest against a Kubernetes model class, as the API server's strict decoding does: only
 * existing fields, each of the correct type.
 */
final class ModelCheck {

    private static final String MODELS = "io.fabric8.kubernetes.api.model";
    private static final Map<Class<?>, Map<String, Type>> FIELDS = new ConcurrentHashMap<>();
    private static final Map<String, Set<String>> REQUIRED = required();
    private static final Pattern QUANTITY = Pattern.compile(
            "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+))?");

    private final Findings findings;

    ModelCheck(Findings findings) {
        this.findings = findings;
    }

    /** Adds all errors. A null value counts as absent. */
    void check(Node node, Type type, String path) {
        if (Nodes.isNull(node)) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                list(node, arguments[0], path);
            } else if (generic.getRawType() == Map.class) {
                map(node, arguments[1], path);
            }
        } else if (type == String.class) {
            scalar(node, Set.of(Tag.STR), path, "a string; put numbers and booleans into quotes");
        } else if (type == Integer.class) {
            whole(node, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == Long.class) {
            whole(node, path, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == Boolean.class) {
            scalar(node, Set.of(Tag.BOOL), path, "true or false without quotes");
        } else if (type == Quantity.class) {
            String expected = "a whole number, or a string such as '500m'";
            scalar(node, Set.of(Tag.STR, Tag.INT), path, expected);
            if (node instanceof ScalarNode scalar
                    && scalar.getTag().equals(Tag.STR)
                    && !QUANTITY.matcher(scalar.getValue()).matches()) {
                wrong(node, path, expected);
            }
        } else if (type == IntOrString.class) {
            scalar(node, Set.of(Tag.STR, Tag.INT), path, "a whole number or a string");
        } else if (type instanceof Class<?> model && model.getName().startsWith(MODELS)) {
            object(node, fields(model), REQUIRED.getOrDefault(model.getSimpleName(), Set.of()), path);
        }
    }

    private void list(Node node, Type element, String path) {
        if (!(node instanceof SequenceNode sequence)) {
            wrong(node, path, "a list");
            return;
        }
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Node each = sequence.getValue().get(i);
            String at = path + "[" + i + "]";
            if (Nodes.isNull(each)) {
                wrong(each, at, "no empty element");
            } else {
                check(each, element, at);
            }
        }
    }

    private void map(Node node, Type value, String path) {
        if (!(node instanceof MappingNode mapping)) {
            wrong(node, path, "an object");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            check(tuple.getValueNode(), value, path + "." + key(tuple, path, seen));
        }
    }

    private void object(Node node, Map<String, Type> fields, Set<String> required, String path) {
        if (fields.isEmpty()) {
            return; // a model that accepts any value
        }
        if (!(node instanceof MappingNode mapping)) {
            wrong(node, path, "an object");
            return;
        }
        Set<String> seen = new HashSet<>();
        Set<String> missing = new TreeSet<>(required);
        for (NodeTuple tuple : mapping.getValue()) {
            String name = key(tuple, path, seen);
            if (!Nodes.isNull(tuple.getValueNode())) {
                missing.remove(name);
            }
            Type type = fields.get(name);
            if (type == null) {
                findings.unknownField(Nodes.lineOf(tuple.getKeyNode()), path + "." + name, name, fields.keySet());
                // the misspelled field already explains why this field is missing
                Spelling.nearest(name, fields.keySet()).ifPresent(missing::remove);
            } else {
                check(tuple.getValueNode(), type, path + "." + name);
            }
        }
        for (String name : missing) {
            findings.violation(Nodes.lineOf(node), Violation.missing(path + "." + name, expected(fields.get(name))));
        }
    }

    private void whole(Node node, String path, long least, long most) {
        String expected = "a whole number without quotes, from " + least + " to " + most;
        scalar(node, Set.of(Tag.INT), path, expected);
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
            BigInteger number = new BigInteger(scalar.getValue());
            if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
                wrong(node, path, expected);
            }
        }
    }

    private void scalar(Node node, Set<Tag> tags, String path, String expected) {
        if (!(node instanceof ScalarNode scalar) || !tags.contains(scalar.getTag())) {
            wrong(node, path, expected);
        }
    }

    private void wrong(Node node, String path, String expected) {
        // the value of an environment variable may be a secret
        String shown = path.endsWith(".value") && node instanceof ScalarNode ? "****" : Nodes.shown(node);
        findings.violation(Nodes.lineOf(node), path, shown, expected);
    }

    private static String expected(@Nullable Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return "a list";
        }
        if (type == Integer.class || type == Long.class || type == IntOrString.class) {
            return "a number";
        }
        return type == String.class ? "a string" : "an object";
    }

    /** Returns the name of a field, with an error if the object has it twice. */
    private String key(NodeTuple tuple, String path, Set<String> seen) {
        String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!seen.add(name)) {
            findings.violation(Nodes.lineOf(tuple.getKeyNode()), path + "." + name, name, "each field once");
        }
        return name;
    }

    /** Returns the fields of a model class by their JSON names. */
    private static Map<String, Type> fields(Class<?> model) {
        return FIELDS.computeIfAbsent(model, ModelCheck::read);
    }

    private static Map<String, Type> read(Class<?> model) {
        Map<String, Type> fields = new LinkedHashMap<>();
        for (Class<?> each = model; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                JsonProperty name = field.getAnnotation(JsonProperty.class);
                if (name != null && !name.value().isEmpty()) {
                    fields.put(name.value(), field.getGenericType());
                }
            }
        }
        return fields;
    }

    /** The required fields by the name of the model class. The classes do not contain this information. */
    static Map<String, Set<String>> required() {
        Properties texts = new Properties();
        try (InputStream file = ModelCheck.class.getResourceAsStream("required-fields.properties")) {
            texts.load(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Set<String>> required = new HashMap<>();
        texts.forEach((model, fields) ->
                required.put(model.toString(), Set.of(fields.toString().split(","))));
        return required;
    }
}
