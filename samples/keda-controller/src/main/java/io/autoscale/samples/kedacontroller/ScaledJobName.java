// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.spec.KubernetesNames;
import io.autoscale.workload.WorkloadRef;
import picocli.CommandLine;

/** Parses {@code [NAMESPACE/]NAME}. */
final class ScaledJobName implements CommandLine.ITypeConverter<WorkloadRef> {

    static final String DESCRIPTION = "the ScaledJob; the default namespace is \"default\"";

    @Override
    public WorkloadRef convert(String text) {
        int slash = text.indexOf('/');
        String namespace = slash < 0 ? "default" : text.substring(0, slash);
        String name = text.substring(slash + 1);
        if (!KubernetesNames.isName(namespace) || !KubernetesNames.isName(name)) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not valid, expected [NAMESPACE/]NAME");
        }
        return WorkloadRef.scaledJob(namespace, name);
    }
}
