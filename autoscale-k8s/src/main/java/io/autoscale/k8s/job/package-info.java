// SPDX-License-Identifier: Apache-2.0
/** Kubernetes Jobs: counts them and executes plans. */
@NullMarked
package io.autoscale.k8s.job;

import org.jspecify.annotations.NullMarked;
