// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.k8s.manifest.ManifestViolation;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * The ScaledJobs of the program.
 *
 * @param beans those that are beans
 * @param manifests those of the files
 */
record ScaledJobSources(List<ScaledJob> beans, KedaManifests manifests) {

    private static final Logger LOG = LoggerFactory.getLogger(ScaledJobSources.class);

    /**
     * Reads the files.
     *
     * @throws ScalingConfigurationException with each error of the files, or with the location that has no file
     */
    static ScaledJobSources of(List<ScaledJob> beans, List<String> locations, ResourcePatternResolver resources) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String location : locations) {
            try {
                Resource[] files = resources.getResources(location);
                if (files.length == 0) {
                    throw new ScalingConfigurationException(wrong(location, "at least one file"));
                }
                for (Resource file : files) {
                    texts.put(
                            file.isFile() ? file.getFile().getPath() : file.getDescription(),
                            file.getContentAsString(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new ScalingConfigurationException(wrong(location, "files that can be read"), e);
            }
        }
        KedaManifests manifests = KedaManifests.parse(texts);
        if (!manifests.errors().isEmpty()) {
            throw new ScalingConfigurationException(manifests.errors().stream()
                    .map(ManifestViolation::toString)
                    .collect(Collectors.joining("\n  - ", "the manifests have errors:\n  - ", "")));
        }
        if (!manifests.scaledObjects().isEmpty()) {
            LOG.warn(
                    "ScaledObjects are not scaled: {}",
                    manifests.scaledObjects().stream().map(ScaledObject::ref).toList());
        }
        return new ScaledJobSources(beans, manifests);
    }

    private static String wrong(String location, String expected) {
        return "autoscale.manifests: '" + location + "' is not valid, expected a location of " + expected;
    }

    List<ScaledJob> all() {
        return Stream.concat(beans.stream(), manifests.scaledJobs().stream()).toList();
    }
}
