package alibabarmtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestRefuse(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Refuse(409, "HandshakeStatusMismatch", "Not <now>.")})
	got := get(t, s, a.Credentials, sent(""))
	assert.JSONEq(t, `{"RequestId":"`+got.header.Get("X-Acs-Request-Id")+`","HostId":"resourcemanager.aliyuncs.com",
		"Code":"HandshakeStatusMismatch","Message":"Not <now>.","Recommend":"https://troubleshoot.example.test/?q=HandshakeStatusMismatch"}`, got.body)
	assert.Contains(t, got.body, "Not <now>.", "the body is not escaped for HTML")
}
