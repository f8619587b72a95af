// Package outcome is what the programs that change something show of it: a row for
// each invitation, in the words of both clouds, and how many came out in which way.
package outcome

import (
	"cmp"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A Row is what became of one invitation, in whatever cloud.
type Row struct {
	Line   int // of the input; 0 where there is none
	Result huaweiorg.Result
	// Reason says why nothing was done, and Err why it could not be.
	Reason string
	Err    error
	// Row is the invitation that this is about. Where there is none, Value is nil,
	// and only the cloud and the target are set.
	clouds.Row
}

// Huawei is the row of an outcome in Huawei Cloud.
func Huawei(o huaweiorg.Outcome) Row {
	r := Row{Result: o.Result, Reason: o.Reason, Err: o.Err, Row: clouds.HuaweiRow(o.Handshake)}
	if o.Handshake == (huaweiorg.Handshake{}) {
		r.Value = nil
	}
	r.TargetType, r.Target = strings.ToLower(string(o.Target.Type)), o.Target.Entity
	return r
}

// Alibaba is the row of an outcome in Alibaba Cloud. The results of the two clouds have
// the same names.
func Alibaba(o alibabarm.Outcome) Row {
	r := Row{Result: huaweiorg.Result(o.Result), Reason: o.Reason, Err: o.Err, Row: clouds.AlibabaRow(o.Handshake)}
	if o.Handshake == (alibabarm.Handshake{}) {
		r.Value = nil
	}
	r.TargetType, r.Target = strings.ToLower(string(o.Target.Type)), o.Target.Entity
	return r
}

// Explanation is for people: the reason, or else the error without the package's name.
func (r Row) Explanation() string {
	return cmp.Or(r.Reason, strings.TrimPrefix(strings.TrimPrefix(r.errText(), "huaweiorg: "), "alibabarm: "))
}

func (r Row) errText() string {
	if r.Err == nil {
		return ""
	}
	return r.Err.Error()
}
