// SPDX-License-Identifier: Apache-2.0
/** Clients of AWS services, shared by all who sign as the same identity, and their errors. */
@NullMarked
package io.autoscale.aws.client;

import org.jspecify.annotations.NullMarked;
