// SPDX-License-Identifier: Apache-2.0

//go:build tools

// Package kube names the programs that .ci/kube-apiserver builds, so that "go mod tidy" keeps what they need.
package kube

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kube-scheduler"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
