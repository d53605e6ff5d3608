namespace Tasker.Cli.Inputs;

/// <summary>Codes of findings about what a run is given. Never reused for another meaning.</summary>
internal static class InputCodes
{
    /// <summary>A pair without a value.</summary>
    public const string NoValue = "TSK5001";

    /// <summary>An input that the plan does not have.</summary>
    public const string Unknown = "TSK5002";

    /// <summary>An input that is given twice.</summary>
    public const string Twice = "TSK5003";

    /// <summary>An input that is missing.</summary>
    public const string Missing = "TSK5004";

    /// <summary>A value of the wrong type.</summary>
    public const string Type = "TSK5005";

    /// <summary>A value that is no choice.</summary>
    public const string Choice = "TSK5006";

    /// <summary>A file that a value is read from and that cannot be.</summary>
    public const string File = "TSK5007";
}
