namespace Tasker.Planning;

/// <summary>The words that refusals are told by in JSON. They are promises: none is used for anything else later.</summary>
public static class PlanningCodes
{
    /// <summary>There is no plan here.</summary>
    public const string NoState = "no_state";

    /// <summary>There is a plan already, or another batch is under way.</summary>
    public const string Exists = "exists";

    /// <summary>What was named is not there.</summary>
    public const string NotFound = "not_found";

    /// <summary>The status or phase does not allow it.</summary>
    public const string BadStatus = "bad_status";

    /// <summary>A gate is closed.</summary>
    public const string GateClosed = "gate_closed";

    /// <summary>A stop was asked for.</summary>
    public const string Halted = "halted";

    /// <summary>Somebody else holds the lock for too long.</summary>
    public const string Locked = "locked";

    /// <summary>A file is not what its schema says.</summary>
    public const string Schema = "schema";

    /// <summary>A file cannot be read as what it should be.</summary>
    public const string Corrupt = "corrupt";

    /// <summary>Something changed since it was written down.</summary>
    public const string Drift = "drift";

    /// <summary>The plan was copied, moved or restored to another place than it was made for.</summary>
    public const string Moved = "moved";

    /// <summary>The command line is wrong.</summary>
    public const string Usage = "usage";

    /// <summary>A file or another program failed.</summary>
    public const string Io = "io";
}
