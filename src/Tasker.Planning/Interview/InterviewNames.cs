namespace Tasker.Planning.Interview;

/// <summary>Names of this front door in workflows and journals.</summary>
public static class InterviewNames
{
    /// <summary>The front door.</summary>
    public const string FrontDoor = "specify";

    /// <summary>The agent that asks.</summary>
    public const string Interviewer = "spec-interviewer";

    /// <summary>The agent that writes.</summary>
    public const string Writer = "spec-writer";

    /// <summary>What the names of all step types of this front door begin with.</summary>
    internal const string Prefix = "specify.";

    /// <summary>Step type: asks for the scope.</summary>
    internal const string Scope = Prefix + "scope";

    /// <summary>Step type: puts together what an agent is told.</summary>
    internal const string Brief = Prefix + "brief";

    /// <summary>Step type: looks for what an agent should have left behind.</summary>
    internal const string Check = Prefix + "check";

    /// <summary>Step type: asks the questions of a round.</summary>
    internal const string Ask = Prefix + "ask";

    /// <summary>Step type: asks whether enough is known to write.</summary>
    internal const string Gate = Prefix + "gate";

    /// <summary>Step type: reviews what was written, and asks about what is critical.</summary>
    internal const string Review = Prefix + "review";
}
