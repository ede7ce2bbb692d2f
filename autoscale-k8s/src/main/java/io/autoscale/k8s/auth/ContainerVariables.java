// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationException;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment of a container as the kubelet creates it: {@code envFrom} first, overridden by {@code env}, with
 * {@code $(NAME)} expanded. Variables that depend on a pod, such as its IP address, are omitted.
 */
final class ContainerVariables {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([-._a-zA-Z0-9]+)\\)");
    private static final int DEEPEST = 100;
    private static final int LONGEST = 1 << 20;

    private final ClusterValues values;
    private final String namespace;

    ContainerVariables(ClusterValues values, String namespace) {
        this.values = values;
        this.namespace = namespace;
    }

    /** Returns the value of a variable. Reads only what this variable needs. */
    Optional<String> get(Container container, String variable) {
        return before(container, variable, container.getEnv().size(), new HashMap<>(), 0);
    }

    /**
     * Returns a variable as visible at an index: later variables are not defined yet.
     *
     * @param known the variables expanded so far, by index
     * @param depth the number of references followed so far
     */
    private Optional<String> before(
            Container container, String name, int index, Map<Integer, Optional<String>> known, int depth) {
        for (int i = index - 1; i >= 0; i--) {
            EnvVar variable = container.getEnv().get(i);
            if (variable.getName().equals(name)) {
                Optional<String> value = known.get(i);
                if (value == null) {
                    int place = i;
                    value = value(variable).map(text -> expanded(text, container, place, known, depth));
                    known.put(i, value);
                }
                return value;
            }
        }
        for (int i = container.getEnvFrom().size() - 1; i >= 0; i--) {
            Optional<String> found = from(container.getEnvFrom().get(i), name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> from(EnvFromSource source, String name) {
        String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        String key = name.substring(prefix.length());
        if (source.getSecretRef() != null) {
            String secret = source.getSecretRef().getName();
            boolean optional = Boolean.TRUE.equals(source.getSecretRef().getOptional());
            return all(values.secretTexts(namespace, secret), optional, "Secret", secret, key);
        }
        if (source.getConfigMapRef() != null) {
            String map = source.getConfigMapRef().getName();
            boolean optional = Boolean.TRUE.equals(source.getConfigMapRef().getOptional());
            return all(values.configMapTexts(namespace, map), optional, "ConfigMap", map, key);
        }
        return Optional.empty();
    }

    private Optional<String> all(
            Optional<Map<String, String>> texts, boolean optional, String kind, String name, String key) {
        if (texts.isEmpty() && !optional) {
            throw new AuthenticationException(
                    kind + " " + namespace + "/" + name + " does not exist, expected for envFrom of the container");
        }
        return texts.map(all -> all.get(key));
    }

    private Optional<String> value(EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return Optional.ofNullable(variable.getValue()).or(() -> Optional.of(""));
        }
        SecretKeySelector secret = variable.getValueFrom().getSecretKeyRef();
        if (secret != null) {
            return Boolean.TRUE.equals(secret.getOptional())
                    ? values.optionalSecret(namespace, secret.getName(), secret.getKey())
                    : Optional.of(values.secret(namespace, secret.getName(), secret.getKey()));
        }
        ConfigMapKeySelector map = variable.getValueFrom().getConfigMapKeyRef();
        if (map != null) {
            return Boolean.TRUE.equals(map.getOptional())
                    ? values.optionalConfigMap(namespace, map.getName(), map.getKey())
                    : Optional.of(values.configMap(namespace, map.getName(), map.getKey()));
        }
        return Optional.empty();
    }

    private String expanded(
            String text, Container container, int index, Map<Integer, Optional<String>> known, int depth) {
        bound(depth <= DEEPEST, container, index);
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String replacement = name == null
                    ? "$"
                    : before(container, name, index, known, depth + 1).orElse(matcher.group());
            bound((long) result.length() + replacement.length() <= LONGEST, container, index);
            matcher.appendReplacement(result, Matcher.quoteReplacement(replacement));
        }
        return matcher.appendTail(result).toString();
    }

    private static void bound(boolean within, Container container, int index) {
        if (!within) {
            throw new AuthenticationException("environment variable "
                    + container.getEnv().get(index).getName() + " of container " + container.getName()
                    + " is not valid, expected at most " + DEEPEST + " nested references and " + LONGEST
                    + " characters after expansion");
        }
    }
}
