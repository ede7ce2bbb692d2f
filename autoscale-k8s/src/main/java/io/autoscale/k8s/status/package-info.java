// SPDX-License-Identifier: Apache-2.0
/** What the cluster is told: conditions and fields of a ScaledJob's status, and Events. */
@NullMarked
package io.autoscale.k8s.status;

import org.jspecify.annotations.NullMarked;
