using System.Text.Json.Nodes;

namespace Tasker.Cli.Commands.Planning;

/// <summary>Makes the answer for programs. It has a type of its own so that nothing of JSON is made ready where nobody asks for it.</summary>
internal delegate JsonObject JsonAnswer();
