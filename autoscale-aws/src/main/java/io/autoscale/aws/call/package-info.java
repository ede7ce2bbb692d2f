// SPDX-License-Identifier: Apache-2.0
/** One call to AWS: its bounds, its guards, where it may go, and what its failure means. */
@NullMarked
package io.autoscale.aws.call;

import org.jspecify.annotations.NullMarked;
