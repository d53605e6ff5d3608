using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Repairing;

/// <summary>What came of repairing the state of a plan.</summary>
public sealed record RepairReport
{
    /// <summary>What was wrong; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>What the new state is made from; null: nothing had to be made.</summary>
    public string? Source { get; init; }

    /// <summary>True when nothing was written.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Where the broken files are kept; empty when there were none.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>What the new state says, and from where.</summary>
    public IReadOnlyList<string> Rebuilt { get; init; } = [];

    /// <summary>What is not known any more.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>For people.</summary>
    public string Text
    {
        get
        {
            if (Problem is null)
            {
                return "The state of the plan is whole: nothing to repair.";
            }

            var text = new StringBuilder($"{Problem}\n{(IsDryRun ? "Would be made anew" : "Made anew")} from {Source}.\n");
            Lines("rebuilt", Rebuilt);
            Lines("not rebuilt", Lost);
            Lines("kept", Kept);
            return text.ToString().TrimEnd('\n');

            void Lines(string title, IReadOnlyList<string> lines)
            {
                foreach (var line in lines)
                {
                    text.Append($"  {title}: {line}\n");
                }
            }
        }
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["ok"] = true,
        ["repaired"] = Problem is not null && !IsDryRun,
        ["dry_run"] = IsDryRun,
        ["problem"] = Problem,
        ["source"] = Source,
        ["rebuilt"] = JsonView.List(Rebuilt),
        ["lost"] = JsonView.List(Lost),
        ["kept"] = JsonView.List(Kept),
    };
}
