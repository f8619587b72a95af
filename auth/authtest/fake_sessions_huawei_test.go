package authtest_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func (f huaweiFake) setTrust(accountID, role string, trust authtest.Trust) {
	f.SetTrust(accountID, role, trust)
}

func agencyURN(in assumption) string { return "iam::" + in.account + ":agency:" + in.role }

func (f huaweiFake) assume(base auth.Provider, in assumption) auth.Provider {
	link := in.link
	if link == nil {
		link = f.RoundTripper()
	}
	seconds, _ := strconv.Atoi(in.seconds)
	return huawei.AssumeAgency(base, huawei.AssumeInput{
		AgencyURN: agencyURN(in), SessionName: in.name, Duration: time.Duration(seconds) * time.Second,
		ExternalID: in.externalID, Policy: in.policy, Endpoint: in.endpoint, Transport: link,
	})
}

const huaweiSTS = "https://sts.cn-north-4.myhuaweicloud.com"

func (f huaweiFake) session(in assumption) (*http.Request, []byte) {
	ask := map[string]any{"agency_urn": agencyURN(in), "agency_session_name": in.name}
	for name, value := range map[string]string{"policy": in.policy, "external_id": in.externalID} {
		if value != "" {
			ask[name] = value
		}
	}
	if in.seconds != "" {
		ask["duration_seconds"] = json.Number(in.seconds)
	}
	body, err := json.Marshal(ask)
	if err != nil {
		panic(err)
	}
	return huaweiRequest(http.MethodPost, cmp.Or(in.endpoint, huaweiSTS)+"/v5/agencies/assume", body)
}

func (f huaweiFake) identity() (*http.Request, []byte) {
	return huaweiRequest(http.MethodGet, huaweiSTS+"/v5/caller-identity", nil)
}

func huaweiRequest(method, url string, body []byte) (*http.Request, []byte) {
	r, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", "application/json")
	return r, body
}

func (f huaweiFake) sts() stsWords {
	invalid, denied := refusal{httpStatus: 400, code: "STS5.9001"}, refusal{httpStatus: 403, code: "STS5.9002"}
	return stsWords{
		assumeOp: huaweiorgtest.AssumeAgency, maxName: 128, principal: "sts::ACCOUNT:assumed-agency:inviter/nightly",
		refusals: map[authtest.SessionRefusal]refusal{
			authtest.RefusedName: invalid, authtest.RefusedSeconds: invalid, authtest.RefusedPolicy: invalid, authtest.RefusedExternalIDLength: invalid,
			authtest.RefusedNoRole: denied, authtest.RefusedCaller: denied, authtest.RefusedExternalID: denied, authtest.RefusedMFA: denied,
		},
	}
}

func (l huaweiLister) with(p auth.Provider) lister {
	return huaweiLister{l.With(huaweiorg.WithCredentials(p))}
}
