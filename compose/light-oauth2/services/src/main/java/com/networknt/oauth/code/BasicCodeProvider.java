package com.networknt.oauth.code;

import com.networknt.handler.HandlerProvider;
import com.networknt.oauth.code.handler.Oauth2CodeGetHandler;
import io.undertow.server.HttpHandler;

/** Provide GET /oauth2/code behind HTTP Basic. */
public final class BasicCodeProvider implements HandlerProvider {
    @Override
    public HttpHandler getHandler() {
        return Authentication.basic(new Oauth2CodeGetHandler());
    }
}
