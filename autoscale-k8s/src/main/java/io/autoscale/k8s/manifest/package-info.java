// SPDX-License-Identifier: Apache-2.0
/** Reads the manifests that users of KEDA have: every error with its line, its path and what was expected. */
@NullMarked
package io.autoscale.k8s.manifest;

import org.jspecify.annotations.NullMarked;
