{{- define "keda-controller.labels" -}}
app.kubernetes.io/name: keda-controller
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
{{- define "keda-controller.selector" -}}
app.kubernetes.io/name: keda-controller
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "keda-controller.rules" -}}
# count, create and delete jobs; patch: take a job from its deleted ScaledJob
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, delete, patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
# patch: the finalizer that keeps a deleted ScaledJob until its jobs are handled
- apiGroups: [keda.sh]
  resources: [scaledjobs]
  verbs: [get, list, watch, patch]
- apiGroups: [keda.sh]
  resources: [scaledjobs/status]
  verbs: [patch]
- apiGroups: [keda.sh]
  resources: [triggerauthentications]
  verbs: [list, watch]
# they get an Event that they are not scaled
- apiGroups: [keda.sh]
  resources: [scaledobjects]
  verbs: [list, watch]
# get, patch: a repeated Event is counted
- apiGroups: [""]
  resources: [events]
  verbs: [create, get, patch]
{{- include "keda-controller.parameters" . | nindent 0 }}
# the role of the workload
- apiGroups: [""]
  resources: [serviceaccounts]
  verbs: [list, watch]
{{- end }}

{{- define "keda-controller.parameters" -}}
- apiGroups: [""]
  resources: [secrets]
  {{- with .Values.rbac.secretNames }}
  resourceNames: {{ toJson . }}
  {{- end }}
  verbs: [list, watch]
- apiGroups: [""]
  resources: [configmaps]
  {{- with .Values.rbac.configMapNames }}
  resourceNames: {{ toJson . }}
  {{- end }}
  verbs: [list, watch]
{{- if .Values.rbac.tokensOf }}
- apiGroups: [""]
  resources: [serviceaccounts/token]
  resourceNames: {{ toJson .Values.rbac.tokensOf }}
  verbs: [create]
{{- end }}
{{- end }}
