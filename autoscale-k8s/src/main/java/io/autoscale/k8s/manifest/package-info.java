// SPDX-License-Identifier: Apache-2.0
/** Reads KEDA manifests, and reports every error with its line, path and expected value. */
@NullMarked
package io.autoscale.k8s.manifest;

import org.jspecify.annotations.NullMarked;
