// SPDX-License-Identifier: Apache-2.0
/** One call to AWS and what its failure means. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.call;

import org.jspecify.annotations.NullMarked;
