namespace Tasker.Testing;

/// <summary>What a random workflow may hold besides plain steps in one graph.</summary>
[Flags]
public enum WorkflowFeatures
{
    None = 0,

    /// <summary>Groups of every order, nested.</summary>
    Groups = 1,

    /// <summary>Needs on nodes of other groups; else only on siblings.</summary>
    CrossNeeds = 2,

    /// <summary>Conditions, some of them false.</summary>
    Conditions = 4,

    /// <summary>Retries of steps and groups.</summary>
    Retries = 8,

    /// <summary>Always-run nodes.</summary>
    Always = 16,

    /// <summary>Failure policies other than block, and fail-fast groups.</summary>
    Policies = 32,

    /// <summary>Background steps, with and without an end of their own.</summary>
    Backgrounds = 64,

    /// <summary>Pools.</summary>
    Pools = 128,

    /// <summary>Groups that limit how many of their members run.</summary>
    GroupLimits = 256,

    /// <summary>Time limits on steps, groups and the run.</summary>
    TimeLimits = 512,

    /// <summary>Groups that run once for each item of a list.</summary>
    FanOut = 1024,

    /// <summary>Waits, approvals, checks, agents and registered types beside commands.</summary>
    Actions = 2048,

    /// <summary>Priorities and checkpoints.</summary>
    Priorities = 4096,

    /// <summary>Titles, labels, environments, outputs, monitors and odd texts: what only codecs and screens look at.</summary>
    Details = 8192,

    /// <summary>What the rules of a run look at.</summary>
    Rules = Details - 1,

    /// <summary>Everything that is sound.</summary>
    All = Rules | Details,

    /// <summary>
    /// What goes wrong only when it is run: expressions that fail, lists that are empty or not there, checks that never hold, services that
    /// nobody gets to the end of.
    /// </summary>
    Faults = 16384,
}
