// SPDX-License-Identifier: Apache-2.0
/** Kubernetes Jobs: counting them, and carrying plans out. */
@NullMarked
package io.autoscale.k8s.job;

import org.jspecify.annotations.NullMarked;
