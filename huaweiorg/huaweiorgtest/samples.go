package huaweiorgtest

import (
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// Believable returns n plausible invitations that the first management account sent within the
// last weeks: all statuses, accounts and names, notes in several scripts. Pass them to
// [Service.Seed]. The same n returns the same invitations, dated by the clock, oldest first.
func (s *Service) Believable(n int) []huaweiorg.Handshake {
	r := s.seed.Rand("believable", n)
	out := make([]huaweiorg.Handshake, max(0, n))
	for i := range out {
		out[i] = s.believable(r, believableTarget(r))
	}
	return byDate(out)
}

// BelievableReceived returns n plausible invitations of an account by other organizations, as
// [Service.Believable] does.
func (s *Service) BelievableReceived(a Account, n int) []huaweiorg.Handshake {
	r := s.seed.Rand("believable received", a.ID, n)
	out := make([]huaweiorg.Handshake, max(0, n))
	for i := range out {
		target := huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: a.ID}
		if a.Name != "" && r.IntN(4) == 0 {
			target = huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: a.Name}
		}
		out[i] = s.believable(r, target)
		out[i].ManagementAccountID = hexDigits(r)
		out[i].ManagementAccountName = r.OneOf(inviters)
		out[i].OrganizationID = "o-" + r.Text(base36, 16)
	}
	return byDate(out)
}

func (s *Service) believable(r authtest.Rand, target huaweiorg.Target) huaweiorg.Handshake {
	h := huaweiorg.Handshake{
		ID:     "h-" + r.Text(base36, 16+16*r.IntN(2)),
		Notes:  r.OneOf(notes),
		Target: target,
	}
	life := authtest.Past{Now: s.Now(), Validity: validity, Retention: s.retention}.Draw(r)
	h.Status, h.CreatedAt, h.UpdatedAt, h.ExpiredAt = statuses[life.End], life.Created, life.Updated, life.Expires
	return h
}

func byDate(hs []huaweiorg.Handshake) []huaweiorg.Handshake {
	slices.SortStableFunc(hs, func(a, b huaweiorg.Handshake) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return hs
}

var statuses = map[authtest.End]huaweiorg.Status{
	authtest.Pending:   huaweiorg.StatusPending,
	authtest.Accepted:  huaweiorg.StatusAccepted,
	authtest.Declined:  huaweiorg.StatusDeclined,
	authtest.Cancelled: huaweiorg.StatusCancelled,
	authtest.Expired:   huaweiorg.StatusExpired,
}

func believableTarget(r authtest.Rand) huaweiorg.Target {
	if r.IntN(10) < 7 {
		return huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: hexDigits(r)}
	}
	name := fmt.Sprintf("%s-%s-%02d", r.OneOf(teams), r.OneOf(stages), 1+r.IntN(20))
	return huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: name}
}

func hexDigits(r authtest.Rand) string {
	b := make([]byte, 16)
	for i := range b {
		b[i] = byte(r.UintN(256))
	}
	return hex.EncodeToString(b)
}

var (
	teams    = []string{"payments", "logistics", "data", "mobile", "研发", "财务", "subsidiary", "labor-köln", "tienda"}
	stages   = []string{"prod", "staging", "sandbox", "dr"}
	inviters = []string{"acme_root", "globex-management", "initech root", "示例集团_01", "umbrella_retail"}
	notes    = []string{
		"", "", "Please join by Friday", "Moving to consolidated billing",
		"Welcome! Questions: cloud-team@example.test", "欢迎加入组织", "请在月底前接受邀请，谢谢",
		"Bitte bis Ende des Monats annehmen – danke, Grüße aus Köln", "Bienvenida al equipo 🚀",
		"As agreed in the migration meeting:\n1. accept\n2. tell us",
		"Sandbox for the <data> team & friends",
	}
)
