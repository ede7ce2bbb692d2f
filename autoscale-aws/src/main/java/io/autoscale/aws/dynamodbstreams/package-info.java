// SPDX-License-Identifier: Apache-2.0
/** The DynamoDB Streams source. */
@NullMarked
package io.autoscale.aws.dynamodbstreams;

import org.jspecify.annotations.NullMarked;
