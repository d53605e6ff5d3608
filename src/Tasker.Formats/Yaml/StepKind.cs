namespace Tasker.Formats.Yaml;

/// <summary>What a step of the file is, by the key that says what it does.</summary>
internal enum StepKind
{
    /// <summary><c>run</c>.</summary>
    Run,

    /// <summary><c>agent</c>, or <c>prompt</c> alone.</summary>
    Agent,

    /// <summary><c>check</c>.</summary>
    Check,

    /// <summary><c>wait</c>.</summary>
    Wait,

    /// <summary><c>approve</c>.</summary>
    Approve,

    /// <summary><c>uses</c> with the name of a registered type.</summary>
    Registered,

    /// <summary><c>uses</c> with a file.</summary>
    Used,

    /// <summary><c>steps</c>.</summary>
    Group,
}
