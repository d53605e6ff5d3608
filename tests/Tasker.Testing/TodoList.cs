namespace Tasker.Testing;

/// <summary>
/// A small program that is specified, planned and executed in tests: a specification, and the capabilities that belong to it.
/// </summary>
public static class TodoList
{
    /// <summary>The specification, without a line end.</summary>
    public const string Spec = """
        # Todo list

        ## Purpose

        The program keeps a list of things to do. A person uses it from a terminal.

        ## Requirements

        - REQ-1: The program must add an item with a text to the list.
        - REQ-2: The program must show every item with its number.

        ## Activation

        The script `todo.sh` is put on the path when it is installed.
        """;

    /// <summary>Its capabilities: one domain, two behaviors, one flow.</summary>
    public const string Map = """
        {"version":"1.0","domains":[{"id":"D1","name":"List","capabilities":[{"id":"C1","name":"Items","behaviors":[{"id":"B1","name":"Add an item","type":"input"},{"id":"B2","name":"Show every item","type":"output"}]}]}],"flows":[{"id":"F1","name":"Add and show","is_steel_thread":true,"steps":[{"order":1,"behavior_id":"B1"},{"order":2,"behavior_id":"B2"}]}],"phase_filtering":{"active_phase":1,"excluded_phases":[],"total_excluded_requirements":0}}
        """;
}
