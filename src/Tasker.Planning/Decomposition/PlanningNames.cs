namespace Tasker.Planning.Decomposition;

/// <summary>Names of this front door in workflows and journals.</summary>
public static class PlanningNames
{
    /// <summary>The front door.</summary>
    public const string FrontDoor = "planning";

    /// <summary>What the names of all step types of this front door begin with.</summary>
    internal const string Prefix = "planning.";

    /// <summary>Step type: puts together what the agent of a phase is told, or finds that its work is done already.</summary>
    internal const string Brief = Prefix + "brief";

    /// <summary>Step type: looks for the output of a phase and checks it.</summary>
    internal const string Check = Prefix + "check";

    /// <summary>Step type: leaves a phase by its gate.</summary>
    internal const string Advance = Prefix + "advance";

    /// <summary>Step type: archives a plan that is ready.</summary>
    internal const string Archive = Prefix + "archive";
}
