using Tasker.Core.Runs;
using Tasker.Core.Workflows;

namespace Tasker.Core.Answers;

/// <summary>One agent that was asked in a run, and what came of it.</summary>
/// <param name="Key">Its name; when it was asked more than once, the name of the step.</param>
/// <param name="Node">Its step.</param>
/// <param name="Opinion">What it answered; null when it did not.</param>
internal sealed record AskedAgent(string Key, int Node, Opinion? Opinion)
{
    /// <summary>
    /// The agents of some steps, in that order. Steps that were skipped were not asked, and those that are not there neither.
    /// </summary>
    public static List<AskedAgent> Of(RunState run, IEnumerable<string> steps)
    {
        var asked = new List<AskedAgent>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in steps)
        {
            if (run.Find(id) is >= 0 and var node && run.SpecOf(node) is StepSpec step && run.StatusOf(node) is not NodeStatus.Skipped)
            {
                var name = step.Action is StepAction.Agent { Name.Length: > 0 } agent ? agent.Name : NodeNames.LastPart(id);
                var key = keys.Add(name) ? name : keys.Add(NodeNames.LastPart(id)) ? NodeNames.LastPart(id) : id;
                asked.Add(new AskedAgent(key, node, Opinion.Of(run, node)));
            }
        }

        return asked;
    }
}
