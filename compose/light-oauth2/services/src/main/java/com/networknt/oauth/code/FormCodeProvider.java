package com.networknt.oauth.code;

import com.networknt.handler.HandlerProvider;
import com.networknt.oauth.code.handler.Oauth2CodePostHandler;
import io.undertow.server.HttpHandler;

/** Provide POST /oauth2/code behind the login form. */
public final class FormCodeProvider implements HandlerProvider {
    @Override
    public HttpHandler getHandler() {
        return Authentication.form(new Oauth2CodePostHandler());
    }
}
