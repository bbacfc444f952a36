package main

import (
	"context"
)

func (r *meResolver) Notes(ctx context.Context, obj *Me) ([]Note, error) {
	who, err := callerOf(ctx)
	if err == nil && who.Subject != obj.ID {
		err = forbidden("these are another user's notes")
	}
	if err != nil {
		return nil, err
	}
	return r.notes.list(who.Subject), nil
}

func (r *mutationResolver) AddNote(ctx context.Context, input AddNoteInput) (AddNoteResult, error) {
	who, err := callerOf(ctx)
	if err != nil {
		return nil, err
	}
	return r.notes.add(who.Subject, input.Text)
}

func (r *mutationResolver) DeleteNote(ctx context.Context, input DeleteNoteInput) (*NoteDeleted, error) {
	who, err := callerOf(ctx)
	if err != nil {
		return nil, err
	}
	return &NoteDeleted{WasThere: r.notes.remove(who.Subject, input.ID)}, nil
}

func (r *queryResolver) Notes(ctx context.Context) ([]Note, error) {
	who, err := callerOf(ctx)
	if err != nil {
		return nil, err
	}
	return r.notes.list(who.Subject), nil
}

func (r *queryResolver) LongestNote(ctx context.Context) (int32, error) {
	return longestNote, nil
}

func (r *Resolver) Me() MeResolver { return &meResolver{r} }

func (r *Resolver) Mutation() MutationResolver { return &mutationResolver{r} }

func (r *Resolver) Query() QueryResolver { return &queryResolver{r} }

type (
	meResolver       struct{ *Resolver }
	mutationResolver struct{ *Resolver }
	queryResolver    struct{ *Resolver }
)
