package outcome

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

func TestBothCloudsHaveRowsOfOneKind(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	failure := errors.New("x")
	h := huaweiorg.Handshake{ID: "h-1", Status: "pending", OrganizationID: "o", ManagementAccountID: "1", ManagementAccountName: "n",
		Target: huaweiorg.Target{Type: "account", Entity: "a"}, CreatedAt: at, ExpiredAt: at}
	a := alibabarm.Handshake{ID: "h-1", Status: "Pending", ResourceDirectoryID: "o", MasterAccountID: "1", MasterAccountName: "n",
		TargetType: "Account", TargetEntity: "a", CreateTime: at, ExpireTime: at}
	huawei := Huawei(huaweiorg.Outcome{Target: h.Target, Result: huaweiorg.ResultFailed, Handshake: h, Reason: "r", Err: failure})
	alibaba := Alibaba(alibabarm.Outcome{Target: alibabarm.Target{Type: "Account", Entity: "a"}, Result: alibabarm.ResultFailed, Handshake: a, Reason: "r", Err: failure})
	assert.Equal(t, "huawei", huawei.Cloud)
	assert.Equal(t, h, huawei.Value)
	assert.Equal(t, "alibaba", alibaba.Cloud)
	assert.Equal(t, a, alibaba.Value)
	huawei.Cloud, huawei.Value = alibaba.Cloud, alibaba.Value
	assert.Equal(t, huawei, alibaba)
	assert.Equal(t, "account", alibaba.TargetType)
}

func TestARowWithoutAnInvitationHasItsTarget(t *testing.T) {
	t.Parallel()
	huawei := Huawei(huaweiorg.Outcome{Target: huaweiorg.Target{Type: "name", Entity: "a"}})
	alibaba := Alibaba(alibabarm.Outcome{Target: alibabarm.Target{Type: "Email", Entity: "a"}})
	assert.Nil(t, huawei.Value)
	assert.Nil(t, alibaba.Value)
	assert.Equal(t, []string{"name", "a", "email", "a"}, []string{huawei.TargetType, huawei.Target, alibaba.TargetType, alibaba.Target})
}

func TestTheResultsOfBothCloudsHaveTheSameNames(t *testing.T) {
	t.Parallel()
	for _, pair := range []struct {
		huawei  huaweiorg.Result
		alibaba alibabarm.Result
	}{
		{huaweiorg.ResultCreated, alibabarm.ResultCreated}, {huaweiorg.ResultAccepted, alibabarm.ResultAccepted},
		{huaweiorg.ResultPlanned, alibabarm.ResultPlanned}, {huaweiorg.ResultAlreadyPending, alibabarm.ResultAlreadyPending},
		{huaweiorg.ResultAlreadyMember, alibabarm.ResultAlreadyMember}, {huaweiorg.ResultQuotaReached, alibabarm.ResultQuotaReached},
		{huaweiorg.ResultUntrusted, alibabarm.ResultUntrusted}, {huaweiorg.ResultInvalid, alibabarm.ResultInvalid},
		{huaweiorg.ResultSkipped, alibabarm.ResultSkipped}, {huaweiorg.ResultFailed, alibabarm.ResultFailed},
		{huaweiorg.ResultUnknown, alibabarm.ResultUnknown},
	} {
		assert.Equal(t, string(pair.huawei), string(pair.alibaba))
		assert.Equal(t, "1 "+string(pair.huawei), Tally{pair.huawei: 1}.String())
	}
}

func TestTally(t *testing.T) {
	t.Parallel()
	assert.Empty(t, Tally{}.String())
	assert.Equal(t, "2 created, 1 already pending, 3 failed",
		Tally{huaweiorg.ResultFailed: 3, huaweiorg.ResultCreated: 2, huaweiorg.ResultAlreadyPending: 1}.String())
}

func TestFormats(t *testing.T) {
	t.Parallel()
	r := Huawei(huaweiorg.Outcome{
		Target: huaweiorg.Target{Type: "name", Entity: "=a"}, Result: huaweiorg.ResultFailed,
		Err: errors.New("huaweiorg: InviteAccount: no"),
	})
	r.Line = 7
	for format, want := range map[string]string{
		"table": "LINE  RESULT  TARGET  EXPIRES (UTC)  WHY\n7     failed  =a      -              InviteAccount: no\n",
		"json": `[` + "\n" + `  {"cloud":"huawei","line":7,"result":"failed","target":{"type":"name","entity":"=a"},` +
			`"error":"huaweiorg: InviteAccount: no"}` + "\n]\n",
		"csv": "line,result,reason,error,cloud,id,urn,status,target_type,target,organization_id,management_account_id," +
			"management_account_name,created_at,updated_at,expires_at,notes\n" +
			"7,failed,,huaweiorg: InviteAccount: no,huawei,,,,name,'=a,,,,,,,\n",
	} {
		assert.Contains(t, Formats(), format)
		var b bytes.Buffer
		w := NewWriter(&b, format, Line(), Result(), Target(), Expires(), Why())
		require.NoError(t, w.Row(r))
		require.NoError(t, w.Close())
		assert.Equal(t, want, b.String())
	}
}
