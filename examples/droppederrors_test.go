package examples_test

import (
	"go/ast"
	"go/token"
	"slices"
)

// yieldErrors are functions of the library whose iterators yield an error with each item.
var yieldErrors = []string{"All", "Pages", "Merge", "InviteAll", "AcceptFrom", "ResendExpired", "CancelPending"}

// droppedErrors reports where a function drops a variable named err, as far as the syntax
// shows.
func droppedErrors(f *ast.FuncDecl) []string {
	body := f.Body
	w := errorWalk{body: body, returns: returnsError(f), translates: f.Type.Results != nil && !returnsError(f)}
	ast.PreorderStack(body, nil, func(n ast.Node, stack []ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == "err" && keeps(id, stack) {
			w.kept = append(w.kept, id.Pos())
		}
		return true
	})
	ast.PreorderStack(body, nil, w.visit)
	return w.found
}

// keeps reports whether a use of err passes it on or compares it to nil. A condition that
// checks only the kind of the error does neither.
func keeps(id *ast.Ident, stack []ast.Node) bool {
	for i, n := range slices.Backward(stack) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if !looksAtKind(n) {
				return true
			}
			_, passed := stack[i-1].(*ast.CallExpr) // such as fmt.Println(errors.Is(err, target))
			return passed
		case *ast.AssignStmt:
			return !slices.Contains(n.Lhs, ast.Expr(id))
		case *ast.RangeStmt:
			return false
		case ast.Stmt:
			return true
		}
	}
	return true
}

// looksAtKind reports whether a call is of errors.Is, As or AsType.
func looksAtKind(call *ast.CallExpr) bool {
	f := call.Fun
	if x, ok := f.(*ast.IndexExpr); ok {
		f = x.X
	}
	s, ok := f.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"Is", "As", "AsType"}, s.Sel.Name)
}

// An errorWalk walks through a body and collects what it finds.
type errorWalk struct {
	body       *ast.BlockStmt
	returns    bool // an error
	translates bool // an error into something else, such as a word or a response
	kept       []token.Pos
	found      []string
}

func (w *errorWalk) keptBetween(from, to token.Pos) bool {
	return slices.ContainsFunc(w.kept, func(p token.Pos) bool { return from <= p && p < to })
}

func (w *errorWalk) visit(n ast.Node, stack []ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		w.assignment(n, stack)
	case *ast.RangeStmt:
		name := calledName(n.X)
		switch {
		case isErr(n.Key) || isErr(n.Value):
			if !w.keptBetween(n.Body.Pos(), n.Body.End()) {
				w.found = append(w.found, "a loop does not look at its err")
			}
		case slices.Contains(yieldErrors, name):
			w.found = append(w.found, "a loop over "+name+" has no err")
		}
	case *ast.IfStmt:
		w.branch(n.Body.List, derived(n.Init), n.Init, n.Cond)
	case *ast.SwitchStmt:
		if slices.ContainsFunc(n.Body.List, asksKind) && !slices.ContainsFunc(n.Body.List, w.takesRest) && !w.keptBetween(n.End(), w.body.End()) {
			w.found = append(w.found, "a switch forgets other errors")
		}
	case *ast.CaseClause:
		for _, cond := range n.List {
			w.branch(n.Body, "", cond)
		}
	}
	return true
}

// asksKind reports whether a case is for a kind of err.
func asksKind(clause ast.Stmt) bool {
	return slices.ContainsFunc(clause.(*ast.CaseClause).List, func(e ast.Expr) bool { return isAboutErr(e) })
}

// takesRest reports whether a case is for every error, or is the default.
func (w *errorWalk) takesRest(clause ast.Stmt) bool {
	c := clause.(*ast.CaseClause)
	return c.List == nil || w.keptBetween(c.Case, c.Colon)
}

// assignment finds an err that the code overwrites, or that goes out of scope, before the code
// looks at it. The last statement of a body may set it, because the reader's own code follows.
func (w *errorWalk) assignment(n *ast.AssignStmt, stack []ast.Node) {
	if !slices.ContainsFunc(n.Lhs, isErr) || n == w.body.List[len(w.body.List)-1] {
		return
	}
	end := w.body.End()
	for _, around := range slices.Backward(stack) {
		if loop, ok := around.(*ast.ForStmt); ok && loop.Cond != nil && w.keptBetween(loop.Cond.Pos(), loop.Cond.End()) {
			return
		}
		if n.Tok == token.DEFINE {
			end = min(end, around.End())
		}
	}
	if list, ok := stack[len(stack)-1].(*ast.BlockStmt); ok {
		for _, s := range list.List {
			if next, ok := s.(*ast.AssignStmt); ok && next.Pos() > n.Pos() && slices.ContainsFunc(next.Lhs, isErr) {
				end = min(end, next.End())
			}
			// A loop with an err of its own shadows this one.
			if next, ok := s.(*ast.RangeStmt); ok && next.Pos() > n.Pos() && isErr(next.Value) {
				end = min(end, next.Pos())
			}
		}
	}
	if !w.keptBetween(n.End(), end) {
		w.found = append(w.found, "err is set and then not looked at")
	}
}

// branch finds a branch that treats an error as if there were none. Such a branch names neither
// err nor an error derived from it, or returns something else.
func (w *errorWalk) branch(body []ast.Stmt, from string, conds ...ast.Node) {
	if !slices.ContainsFunc(conds, isAboutErr) {
		return
	}
	named := false
	for _, s := range body {
		ast.Inspect(s, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && (id.Name == "err" || id.Name == from) {
				named = true
			}
			if r, ok := n.(*ast.ReturnStmt); ok && w.returns && len(r.Results) > 0 && !keepsError(r, from) {
				w.found = append(w.found, "a branch for an error returns something else")
			}
			return true
		})
	}
	if !named && !w.translates && slices.ContainsFunc(conds, isNotNil) && len(body) > 0 {
		w.found = append(w.found, "a branch for an error does not name it")
	}
}

func returnsError(f *ast.FuncDecl) bool {
	if f.Type.Results == nil {
		return false
	}
	list := f.Type.Results.List
	last, ok := list[len(list)-1].Type.(*ast.Ident)
	return ok && last.Name == "error"
}

// keepsError reports whether a return statement returns err, an error derived from it, or its
// cause.
func keepsError(r *ast.ReturnStmt, from string) bool {
	kept := false
	for _, result := range r.Results {
		ast.Inspect(result, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr: // of the fields, only the cause is an error
				if x, ok := n.X.(*ast.Ident); ok && x.Name == from {
					kept = kept || n.Sel.Name == "Err"
					return false
				}
			case *ast.Ident:
				kept = kept || n.Name == "err" || n.Name == from
			}
			return true
		})
	}
	return kept
}

// derived returns the name that the init statement of an if gives to an error of a type.
func derived(init ast.Stmt) string {
	a, ok := init.(*ast.AssignStmt)
	if !ok || len(a.Rhs) != 1 || !mentionsErr(a.Rhs[0]) {
		return ""
	}
	id, ok := a.Lhs[0].(*ast.Ident)
	if !ok {
		return ""
	}
	return id.Name
}

// isAboutErr reports whether a condition or its init statement asks if there is an error, or of
// what kind it is.
func isAboutErr(cond ast.Node) bool {
	if isNotNil(cond) {
		return true
	}
	about := false
	inspect(cond, func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		about = about || ok && looksAtKind(call) && mentionsErr(call)
	})
	return about
}

func isNotNil(cond ast.Node) bool {
	is := false
	inspect(cond, func(n ast.Node) {
		b, ok := n.(*ast.BinaryExpr)
		is = is || ok && b.Op == token.NEQ && isErr(b.X)
	})
	return is
}

func mentionsErr(n ast.Node) bool {
	mentions := false
	inspect(n, func(n ast.Node) {
		e, ok := n.(ast.Expr)
		mentions = mentions || ok && isErr(e)
	})
	return mentions
}

// inspect calls f for n and every node within it. A nil n has none.
func inspect(n ast.Node, f func(ast.Node)) {
	if n == nil || n == ast.Stmt(nil) {
		return
	}
	ast.Inspect(n, func(n ast.Node) bool {
		if n != nil {
			f(n)
		}
		return true
	})
}

func isErr(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "err"
}

// calledName returns the name of the function or method that an expression calls.
func calledName(e ast.Expr) string {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return ""
	}
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}
