// SPDX-License-Identifier: Apache-2.0
/** The custom resources of KEDA, as values. */
@NullMarked
package io.autoscale.k8s.resource;

import org.jspecify.annotations.NullMarked;
