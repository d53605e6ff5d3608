using System.Globalization;
using Tasker.Planning.Files;

namespace Tasker.Planning.Interview;

/// <summary>Where the parts of a specification lie in a target directory.</summary>
/// <param name="Target">The target directory; absolute.</param>
/// <param name="Slug">The name of the files.</param>
public sealed record InterviewFiles(string Target, string Slug)
{
    /// <summary>The planning folder, for templates and logs.</summary>
    public PlanningFolder Plan => PlanningFolder.OfTarget(Target);

    /// <summary>The specification.</summary>
    public string Spec => Path.Combine(Target, "docs", "specs", $"{Slug}.md");

    /// <summary>Its capabilities.</summary>
    public string CapabilityMap => Path.Combine(Target, "docs", "specs", $"{Slug}.capabilities.json");

    /// <summary>Its review.</summary>
    public string Review => Path.Combine(Target, "docs", "specs", $"{Slug}.spec-review.json");

    /// <summary>What was decided about its weaknesses.</summary>
    public string Resolutions => Path.Combine(Target, "docs", "specs", $"{Slug}.spec-resolutions.json");

    /// <summary>Its state machines.</summary>
    public string Fsm => Path.Combine(Target, "docs", "fsm", Slug);

    /// <summary>Decisions.</summary>
    public string Adrs => Path.Combine(Target, "docs", "adrs");

    /// <summary>The questions of a round, as an agent leaves them.</summary>
    public string Questions(int round) => Path.Combine(Plan.Root, "specify", $"{Slug}-questions-{round.ToString(CultureInfo.InvariantCulture)}.json");

    /// <summary>Removes questions that an earlier session has left.</summary>
    public void ForgetQuestions()
    {
        for (var round = 1; round <= InterviewTranslator.MostRounds; round++)
        {
            if (File.Exists(Questions(round)))
            {
                File.Delete(Questions(round));
            }
        }
    }

    /// <summary>Makes the folders: agents are told not to.</summary>
    public void MakeFolders()
    {
        foreach (var file in new[] { Spec, Path.Combine(Adrs, "x"), Questions(1), SpecSession.PathOf(Target) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }
    }
}
