package invitation_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func alibabaCloud(v alibabarm.Version) *cloud {
	c := &cloud{
		name: "alibaba " + string(v), resembles: v != alibabarm.Version20200331, prefix: "alibabarm: ",
		root: "1482310095517701", guest: "1190022334455667", rootName: "acme-root",
		guestTarget:    invitation.Target{Type: invitation.TargetTypeEmail, Entity: "admin@1190022334455667.example.test"},
		organizationID: "rd-Q7mZk1",
		account:        func(n int) string { return fmt.Sprintf("1%015d", n) },
		kinds: map[string]authtest.Kind{
			"unavailable": alibabarmtest.Unavailable(), "wrong keys": alibabarmtest.WrongKeys(),
			"throttled for a day": alibabarmtest.Throttled("86400000"), "throttled for a minute": alibabarmtest.Throttled("60000"),
			"throttled for 2 seconds": alibabarmtest.Throttled("2000"), "throttled": alibabarmtest.Throttled(""),
			"denied":           alibabarmtest.Refuse(403, "NoPermission", "Not authorized."),
			"wrong role":       alibabarmtest.Refuse(403, "NoPermission", "Not authorized."),
			"unknown code":     alibabarmtest.Refuse(400, "Strange.Refusal", "x"),
			"unknown 403":      alibabarmtest.Refuse(403, "Strange.Refusal", "x"),
			"conflict":         alibabarmtest.Refuse(409, "HandshakeStatusMismatch", "x"),
			"over":             alibabarmtest.Refuse(404, "EntityNotExists.Handshake", "x"),
			"no member":        alibabarmtest.Refuse(409, "NotSupport.AccountInAnotherResourceDirectory", "x"),
			"busy":             alibabarmtest.ConcurrentCall(),
			"about input":      alibabarmtest.Refuse(400, "InvalidParameter", "x"),
			"about call":       alibabarmtest.Refuse(404, "EntityNotExists.ResourceDirectory", "x"),
			"unknown conflict": alibabarmtest.Refuse(409, "Strange.Conflict", "x"),
			"unknown target":   alibabarmtest.Refuse(404, "Strange.Target", "x"),
			"duplicate":        alibabarmtest.Refuse(409, "EntityAlreadyExists.Handshake", "x"),
			"member quota":     alibabarmtest.Refuse(409, "LimitExceeded.Account", "x"),
			"drift":            alibabarmtest.EmptyPage(),
			"quota":            alibabarmtest.Refuse(409, "LimitExceeded.InvitationRate", "x"),
			"missing":          alibabarmtest.Refuse(404, "EntityNotExists.Handshake", "x"),
			"wrong path":       alibabarmtest.Refuse(404, "InvalidAction.NotFound", "x"),
			"invalid":          alibabarmtest.Refuse(400, "InvalidParameter", "x"),
			"stale token":      alibabarmtest.StaleToken(),
		},
		field: map[string]string{
			"row expires": "Handshakes.Handshake.0.ExpireTime", "row target": "Handshakes.Handshake.0.TargetEntity", "row status": "Handshakes.Handshake.0.Status",
			"id": "Handshake.HandshakeId", "status": "Handshake.Status",
		},
		pendingBody: func(id string) string {
			return `{"RequestId":"1","Handshake":{"HandshakeId":"` + id + `","Status":"Pending"}}`
		},
		aboutInput: []string{
			"EntityNotExists.Folder", "EntityNotExists.Account", "EntityNotExists.Handshake", "SpecifiedResourceDirectoryNotExists",
			"MissingParameter.TargetEntity", "InvalidParameter.Note", "MissingParameter", "InvalidParameter", "UnsupportedParameter",
			"NotSupport.Account.Site", "LegalEntityMismatch",
		},
		aboutCall: map[string]error{
			"EntityNotExists.ResourceDirectory": auth.ErrNotFound, "InvalidAction.NotFound": auth.ErrInvalid, "NotSupport.Site.Action": auth.ErrInvalid,
			"InvalidTimeStamp.Format": auth.ErrInvalid, "Forbidden.RiskControl": auth.ErrPermission, "MissingSecurityToken": auth.ErrUnauthenticated,
		},
		refusesDuplicates: true, limitsPending: true, pageSize: 100, namelessMembers: v == alibabarm.Version20200331,
		readsReceivedBy: opGet,
		looks: strings.NewReplacer("<pending>", "get 200", "<over>", "get 409, received 200", "<missing>", "get 404, received 200", "<denied>", "get 409, received 403",
			"<throttled>", "400", "<busy>", "429"),
		lag: func(w world, id string) {
			inject(w, opGet, authtest.AppliedThen(authtest.Raw(200, w.cloud().pendingBody(id))))
		},
		readsAccepted: []string{"root get 409", "root sent 200"},
		faults:        alibabaFaults, doc: "../../alibabarm/doc.go", formats: []worldSettings{{}, {xml: true}},
		listMethod: http.MethodPost, listTarget: "/?PageNumber=1&PageSize=100", listBody: alibabaListBody,
		handshake: alibabaHandshake, handshakeJSON: alibabaHandshakeJSON, omitted: []string{"Time", "RealName"}, final: alibabaFinal, finals: alibabaFinals,
		expiredBy: func(i invitation.Invitation, at time.Time) bool { return toAlibaba(i).ExpiredBy(at) },
		canonical: alibabaCanonical, printings: alibabaPrintings, quotations: alibabaQuotations, badEndpoint: alibabaBadEndpoint,
		hostile: alibabaHostile, shapes: alibabaShapes,
		endpoint: map[alibabarm.Version]string{alibabarm.Version20200331: alibabarm.Endpoint, alibabarm.Version20220419: alibabarm.EndpointDirectory}[v],
		signer:   alibaba.Signer{}, tokenHeader: "X-Acs-Security-Token", idHeader: "X-Acs-Request-Id", nonceHeader: "X-Acs-Signature-Nonce",
		word: func(s invitation.Status) string { return string(alibabaWord(s)) },
	}
	if v == alibabarm.Version20220419 { // it pages by token: a token that has gone is the worst
		c.kinds["drift"] = alibabarmtest.Refuse(400, "InvalidParameter", "x")
	}
	c.new = func(t testing.TB, s worldSettings) world { return newAlibaba(t, c, v, s) }
	return c
}
