// SPDX-License-Identifier: Apache-2.0
/** Writes status conditions, status fields and Events of ScaledJobs to the cluster. */
@NullMarked
package io.autoscale.k8s.status;

import org.jspecify.annotations.NullMarked;
