package alibabarmtest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestWantsXML(t *testing.T) {
	t.Parallel()
	const asJSON, asXML = "application/json;charset=utf-8", "text/xml;charset=utf-8"
	for name, tc := range map[string]struct {
		query, accept string
		opts          []alibabarmtest.Option
		kind          alibabarmtest.Kind
		want          string
	}{
		"no preference":     {want: asJSON},
		"JSON accepted":     {accept: "application/json", want: asJSON},
		"anything accepted": {accept: "*/*", want: asJSON},
		"both accepted": {accept: "application/xml, application/json;q=0.5",
			want: asJSON},
		"XML accepted":         {accept: "application/xml", want: asXML},
		"XML accepted as text": {accept: "text/xml", want: asXML},
		"XML as a parameter": {query: "Format=xml", accept: "application/json",
			want: asXML},
		"JSON as a parameter": {query: "Format=JSON", accept: "application/xml",
			want: asJSON},
		"a service of XML only": {query: "Format=JSON",
			opts: []alibabarmtest.Option{alibabarmtest.WithXML()}, want: asXML},
		"a fault": {kind: alibabarmtest.XML(), accept: "application/json",
			want: asXML},
		"a fault together with another": {
			kind: alibabarmtest.Together(alibabarmtest.DropField("PageSize"), alibabarmtest.XML()),
			want: asXML},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, a := newService(3, tc.opts...)
			s.Inject(alibabarmtest.Fault{Kind: tc.kind})
			got := get(t, s, a.Credentials, request{op: sentOp, query: tc.query, accept: tc.accept})
			assert.Equal(t, http.StatusOK, got.status)
			assert.Equal(t, tc.want, got.header.Get("Content-Type"))
			assert.Equal(t, tc.want == asXML, got.body[0] == '<')
			assert.Equal(t, idsOf(s.Handshakes()), got.ids())
			assert.Equal(t, 3, got.TotalCount)
			assert.Regexp(t, upperUUID, got.RequestID)
		})
	}
}

func TestErrorBody(t *testing.T) {
	t.Parallel()
	s, a := newService(0, alibabarmtest.WithXML())
	bad := a.Credentials
	bad.AccessKeyID = "FakeUnknown"
	member := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
	for code, got := range map[string]wireResponse{
		"InvalidAction.NotFound":      get(t, s, a.Credentials, request{op: "Nothing"}),
		"InvalidAccessKeyId.NotFound": get(t, s, bad, sent("")),
		"NoPermission":                get(t, s, member.Credentials, sent("")),
		"InvalidParameter.PageSize":   get(t, s, a.Credentials, sent("PageSize=0")),
	} {
		assert.Equal(t, code, got.Code)
		assert.Equal(t, "Error", got.XMLName.Local)
		assert.Equal(t, "text/xml;charset=utf-8", got.header.Get("Content-Type"))
		assert.Equal(t, host2020, got.HostID)
		assert.Equal(t, "https://troubleshoot.example.test/?q="+code, got.Recommend)
		assert.Equal(t, got.RequestID, got.header.Get("X-Acs-Request-Id"))
	}
}

func TestToXML(t *testing.T) {
	t.Parallel()
	s, root := newService(0, alibabarmtest.WithXML())
	got := get(t, s, root.Credentials, received(""))
	assert.Equal(t, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+
		"<ListHandshakesForAccountResponse><RequestId>"+got.RequestID+"</RequestId><PageNumber>1</PageNumber>"+
		"<PageSize>10</PageSize><TotalCount>0</TotalCount><Handshakes></Handshakes></ListHandshakesForAccountResponse>", got.body)

	h := s.Seed(alibabarm.Handshake{ID: "h-0k3v7m2q", Note: "Grüße & 你好 🚀\n<b>", TargetType: "Email", TargetEntity: "ops@example.test"})[0]
	got = get(t, s, root.Credentials, sent(""))
	assert.Contains(t, got.body, "<Handshakes><Handshake><HandshakeId>h-0k3v7m2q</HandshakeId>"+
		"<ResourceDirectoryId>"+root.ResourceDirectoryID+"</ResourceDirectoryId><MasterAccountId>"+root.ID+"</MasterAccountId>"+
		"<MasterAccountName>acme-root</MasterAccountName><TargetEntity>ops@example.test</TargetEntity><TargetType>Email</TargetType>"+
		"<Note>Grüße &amp; 你好 🚀&#xA;&lt;b&gt;</Note><Status>Pending</Status><CreateTime>2025-03-01T10:00:00Z</CreateTime>"+
		"<ModifyTime>2025-03-01T10:00:00Z</ModifyTime><ExpireTime>2025-03-15T10:00:00Z</ExpireTime></Handshake></Handshakes>")
	assert.Equal(t, h.Note, got.Handshakes.Handshake[0].Note)
	assert.Equal(t, "ListHandshakesForResourceDirectoryResponse", got.XMLName.Local)

	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(
		alibabarmtest.SetField("TotalCount", nil), alibabarmtest.SetField("PageSize", []any{1, 2}), alibabarmtest.SetField("Deep", json.RawMessage(`[[{"a":true}]]`)))})
	got = get(t, s, root.Credentials, sent(""))
	for _, part := range []string{"<TotalCount></TotalCount>", "<PageSize>1</PageSize><PageSize>2</PageSize>", "<Deep><a>true</a></Deep>"} {
		assert.Contains(t, got.body, part)
	}
}

func TestCutBody(t *testing.T) {
	t.Parallel()
	s, a := newService(1, alibabarmtest.WithXML())
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.CutBody(1 << 30)})
	resp, err := send(s, a.Credentials, sent(""))
	require.NoError(t, err)
	body := make([]byte, resp.ContentLength)
	n, err := resp.Body.Read(body)
	require.NoError(t, err)
	assert.EqualValues(t, resp.ContentLength-1, n)
	_, err = resp.Body.Read(body)
	require.Error(t, err)
}

func TestWithXML(t *testing.T) {
	t.Parallel()
	for _, e := range edges {
		s, root, guest := party(alibabarmtest.WithXML())
		got := e.post(t, s, root, inviteOp, inviteOf(guest.ID))
		assert.Equal(t, inviteOp+"Response", got.XMLName.Local)
		assert.Equal(t, guest.ID, got.Handshake.TargetEntity)
		accepted := e.send(t, s, guest, acceptOp, got.Handshake.ID)
		assert.Equal(t, acceptOp+"Response", accepted.XMLName.Local)
		assert.Equal(t, "Accepted", accepted.Handshake.Status)
		again := e.send(t, s, guest, acceptOp, got.Handshake.ID)
		assert.Equal(t, "Error HandshakeStatusMismatch", again.XMLName.Local+" "+again.Code)
	}
}
