package authtest_test

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func (f alibabaFake) setTrust(accountID, role string, trust authtest.Trust) {
	f.SetTrust(accountID, role, trust)
}

func roleARN(in assumption) string { return "acs:ram::" + in.account + ":role/" + in.role }

func (f alibabaFake) assume(base auth.Provider, in assumption) auth.Provider {
	link := in.link
	if link == nil {
		link = f.RoundTripper()
	}
	seconds, _ := strconv.Atoi(in.seconds)
	return alibaba.AssumeRole(base, alibaba.AssumeInput{
		RoleARN: roleARN(in), SessionName: in.name, Duration: time.Duration(seconds) * time.Second,
		ExternalID: in.externalID, Policy: in.policy, Endpoint: in.endpoint, Transport: link,
	})
}

func (f alibabaFake) session(in assumption) (*http.Request, []byte) {
	form := url.Values{"RoleArn": {roleARN(in)}, "RoleSessionName": {in.name}}
	for name, value := range map[string]string{"DurationSeconds": in.seconds, "Policy": in.policy, "ExternalId": in.externalID} {
		if value != "" {
			form.Set(name, value)
		}
	}
	return alibabaSTS(in.endpoint, alibabarmtest.AssumeRole, form)
}

func (f alibabaFake) identity() (*http.Request, []byte) {
	return alibabaSTS("", alibabarmtest.GetCallerIdentity, url.Values{})
}

func alibabaSTS(endpoint, action string, form url.Values) (*http.Request, []byte) {
	body := form.Encode()
	r, err := http.NewRequest(http.MethodPost, cmp.Or(endpoint, "https://sts.aliyuncs.com")+"/", strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Acs-Action", action)
	r.Header.Set("X-Acs-Version", "2015-04-01")
	return r, []byte(body)
}

func (f alibabaFake) sts() stsWords {
	denied := refusal{httpStatus: 403, code: "NoPermission"}
	invalid := func(parameter string) refusal {
		return refusal{httpStatus: 400, code: "InvalidParameter." + parameter}
	}
	return stsWords{
		assumeOp: alibabarmtest.AssumeRole, maxName: 64, principal: "acs:ram::ACCOUNT:assumed-role/inviter/nightly",
		refusals: map[authtest.SessionRefusal]refusal{
			authtest.RefusedName: invalid("RoleSessionName"), authtest.RefusedSeconds: invalid("DurationSeconds"),
			authtest.RefusedPolicy: invalid("PolicyGrammar"), authtest.RefusedExternalIDLength: invalid("ExternalId"),
			authtest.RefusedNoRole: {httpStatus: 404, code: "EntityNotExist.Role"},
			authtest.RefusedCaller: denied, authtest.RefusedExternalID: denied, authtest.RefusedMFA: denied,
		},
	}
}

func (l alibabaLister) with(p auth.Provider) lister {
	return alibabaLister{l.With(alibabarm.WithCredentials(p))}
}
