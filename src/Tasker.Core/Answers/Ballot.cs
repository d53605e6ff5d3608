using Tasker.Core.Values;

namespace Tasker.Core.Answers;

/// <summary>A count of votes; who casts none votes by position, and without one abstains.</summary>
/// <remarks>
/// <c>winner</c> is what has the most votes, nothing when nobody votes or when several have equally many, which <c>tie</c> then names.
/// <c>share</c> is the winner's part of the votes that were cast, <c>tally</c> all of them, <c>abstained</c> who cast none.
/// </remarks>
internal static class Ballot
{
    public static Value.Map Add(Value.Map outputs, List<AskedAgent> answered)
    {
        var (sides, silent) = Side.Of(answered, opinion => opinion.Vote ?? opinion.Position);
        var first = sides.Where(side => side.Agents.Count == sides[0].Agents.Count).ToList();
        var winner = first.Count == 1 ? first[0] : null;
        return outputs
            .With("winner", Value.Of(winner?.Name))
            .With("share", winner is null ? Value.None : Value.Of(Side.Share(winner.Agents.Count, answered.Count - silent.Count)))
            .With("tie", new Value.List([.. first.Count > 1 ? first.Select(side => Value.Of(side.Name)) : []]))
            .With("tally", new Value.List([.. sides.Select(side => Value.Map.From(
            [
                new("vote", Value.Of(side.Name)), new("count", Value.Of(side.Agents.Count)), new("agents", Side.Names(side.Agents)),
            ]))]))
            .With("abstained", Side.Names(silent));
    }
}
