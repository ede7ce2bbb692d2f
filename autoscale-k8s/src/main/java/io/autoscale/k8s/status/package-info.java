// SPDX-License-Identifier: Apache-2.0
/** Writes to the cluster: conditions and fields of a ScaledJob's status, and Events. */
@NullMarked
package io.autoscale.k8s.status;

import org.jspecify.annotations.NullMarked;
