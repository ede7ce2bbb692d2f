// SPDX-License-Identifier: Apache-2.0
/** A controller for the resources of KEDA: it watches them and scales them with the engine. */
@NullMarked
package io.autoscale.k8s.controller;

import org.jspecify.annotations.NullMarked;
