using Tasker.Core.Values;

namespace Tasker.Core.Answers;

/// <summary>What most agents hold. Dissent is kept, never averaged away.</summary>
/// <remarks>
/// <c>position</c> is the side with the most agents, nothing when two sides are equal. <c>agreement</c> is its share of those who take a
/// side, nothing when nobody does. <c>reached</c> is true when more than half of them hold it. <c>confidence</c> is the mean of the
/// majority's own words. <c>positions</c> lists the sides, <c>dissent</c> everybody who holds another one with the response, <c>silent</c>
/// who takes none.
/// </remarks>
internal static class Consensus
{
    public static Value.Map Add(Value.Map outputs, List<AskedAgent> answered)
    {
        var (sides, silent) = Side.Of(answered, opinion => opinion.Position ?? opinion.Vote);
        var taking = answered.Count - silent.Count;
        var isTie = sides.Count > 1 && sides[0].Agents.Count == sides[1].Agents.Count;
        var most = sides.Count == 0 || isTie ? null : sides[0];
        return outputs
            .With("position", Value.Of(most?.Name))
            .With("agreement", sides.Count == 0 ? Value.None : Value.Of(Side.Share(sides[0].Agents.Count, taking)))
            .With("reached", Value.Of(most is not null && most.Agents.Count * 2 > taking))
            .With("confidence", Side.Number(most?.Confidence ?? Side.Mean(answered)))
            .With("positions", new Value.List([.. sides.Select(Describe)]))
            .With("dissent", new Value.List([.. sides.Where(side => side != most).SelectMany(side => side.Agents).Select(Dissent)]))
            .With("silent", Side.Names(silent));
    }

    private static Value Describe(Side side) => Value.Map.From(
    [
        new("position", Value.Of(side.Name)), new("count", Value.Of(side.Agents.Count)), new("agents", Side.Names(side.Agents)),
        new("confidence", Side.Number(side.Confidence)),
    ]);

    private static Value Dissent(AskedAgent agent) => Value.Map.From(
    [
        new("agent", Value.Of(agent.Key)), new("position", Value.Of(agent.Opinion!.Position ?? agent.Opinion.Vote)),
        new("confidence", Side.Number(agent.Opinion.Confidence)), new("response", agent.Opinion.Response),
    ]);
}
