package invitation_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func huaweiCloud() *cloud {
	c := &cloud{
		name: "huawei", prefix: "huaweiorg: ",
		root: "5f0e1d2c3b4a69788796a5b4c3d2e1f0", guest: "1a2b3c4d5e6f70811223344556677889", rootName: "acme_root",
		guestTarget:    invitation.Target{Type: invitation.TargetTypeName, Entity: "acme-sandbox"},
		organizationID: "o-4q8w2e6r0t1y5u9i",
		account:        func(n int) string { return fmt.Sprintf("%032x", n) },
		kinds: map[string]authtest.Kind{
			"unavailable": huaweiorgtest.Unavailable(), "wrong keys": huaweiorgtest.WrongKeys(),
			"throttled for a day": huaweiorgtest.Throttled("86400"), "throttled for a minute": huaweiorgtest.Throttled("60"),
			"throttled for 2 seconds": huaweiorgtest.Throttled("2"), "throttled": huaweiorgtest.Throttled(""),
			"denied":           huaweiorgtest.Refuse(403, "Organizations.1007", "Policy denies it."),
			"wrong role":       huaweiorgtest.Refuse(401, "Organizations.1001", "x"),
			"unknown code":     huaweiorgtest.Refuse(400, "Organizations.4711", "x"),
			"unknown 403":      huaweiorgtest.Refuse(403, "Organizations.4711", "x"),
			"conflict":         huaweiorgtest.Refuse(409, "Organizations.9006", "x"),
			"over":             huaweiorgtest.Refuse(400, "Organizations.1401", "x"),
			"no member":        huaweiorgtest.Refuse(409, "Organizations.9008", "x"),
			"busy":             huaweiorgtest.Refuse(409, "Organizations.1003", "x"),
			"about input":      huaweiorgtest.Refuse(400, "Organizations.1325", "x"),
			"about call":       huaweiorgtest.Refuse(400, "Organizations.1900", "x"),
			"unknown conflict": huaweiorgtest.Refuse(409, "Organizations.4712", "x"),
			"unknown target":   huaweiorgtest.Refuse(404, "Organizations.4713", "x"),
			"duplicate":        huaweiorgtest.Refuse(409, "Organizations.9005", "x"),
			"member quota":     huaweiorgtest.Refuse(400, "Organizations.1305", "x"),
			"drift":            huaweiorgtest.RepeatMarker(1),
			"quota":            huaweiorgtest.Refuse(405, "APIGW.0501", "x"),
			"missing":          huaweiorgtest.Refuse(404, "Organizations.9003", "x"),
			"wrong path":       huaweiorgtest.Refuse(404, "APIGW.0101", "x"),
			"invalid":          huaweiorgtest.Refuse(400, "APIGW.0106", "x"),
			"stale token":      huaweiorgtest.StaleToken(),
		},
		field: map[string]string{
			"row expires": "handshakes.0.expired_at", "row target": "handshakes.0.target.entity", "row status": "handshakes.0.status",
			"id": "handshake.id", "status": "handshake.status",
		},
		pendingBody: func(id string) string { return `{"handshake":{"id":"` + id + `","status":"pending"}}` },
		aboutInput:  []string{"Organizations.1325", "Organizations.1401", "APIGW.0602", "APIG.1009"},
		aboutCall: map[string]error{
			"Organizations.1001": auth.ErrPermission, "Organizations.1900": auth.ErrConflict, "Organizations.1010": auth.ErrInvalid,
			"APIGW.0101": auth.ErrInvalid, "APIG.0204": auth.ErrInvalid, "APIGW.0303": auth.ErrUnauthenticated,
		},
		readsReceivedBy: opReceived,
		looks: strings.NewReplacer("<pending>", "received 200", "<over>", "received 200", "<missing>", "received 200", "<denied>", "received 403",
			"<throttled>", "429", "<busy>", "409"),
		lag:           func(w world, _ string) { setField(w, opReceived, "row status", "pending") },
		readsAccepted: []string{"root get 200"},
		faults:        huaweiFaults, doc: "../../huaweiorg/doc.go", formats: []worldSettings{{}},
		pageSize: 2000, endpoint: huaweiorg.Endpoint, listMethod: http.MethodGet, listTarget: "/v1/organizations/handshakes?limit=2000", listBody: huaweiListBody,
		handshake: huaweiHandshake, handshakeJSON: huaweiHandshakeJSON, omitted: []string{"_at"}, final: huaweiFinal, finals: huaweiFinals,
		expiredBy: func(i invitation.Invitation, at time.Time) bool { return toHuawei(i).ExpiredBy(at) },
		signer:    huawei.Signer{}, tokenHeader: "X-Security-Token", idHeader: "X-Request-Id",
		canonical: huaweiCanonical, printings: huaweiPrintings, quotations: huaweiQuotations, badEndpoint: huaweiBadEndpoint,
		hostile: huaweiHostile, shapes: huaweiShapes,
		word: func(s invitation.Status) string { return string(s) },
	}
	c.new = func(t testing.TB, s worldSettings) world { return newHuawei(t, c, s) }
	return c
}
