// SPDX-License-Identifier: Apache-2.0

//go:build tools

// Package helm names the program that .ci/kube-programs builds, so that "go mod tidy" keeps what it needs.
package helm

import _ "helm.sh/helm/v3/cmd/helm"
