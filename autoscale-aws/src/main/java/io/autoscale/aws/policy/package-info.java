// SPDX-License-Identifier: Apache-2.0
/** The least that roles must allow for triggers to be read, as policies to paste into IAM. */
@NullMarked
package io.autoscale.aws.policy;

import org.jspecify.annotations.NullMarked;
